"""nginx with the site of deploy/nginx, on free ports and without TLS; where there is no nginx, none."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

from tests.services.process import free_port, running
from tests.serving import ROOT

SITE = ROOT / "deploy" / "nginx" / "community.conf"
FETCHED = ROOT / ".tools" / "nginx" / "usr" / "sbin" / "nginx"
"""Where `./dev test` puts Debian's nginx when the machine has none."""

_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def find_nginx() -> str | None:
    """The program, if this machine has it."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin:{FETCHED.parent}")


@contextmanager
def nginx(program: str, folder: Path, *, port: int, pages: int, realtime: Sequence[int]) -> Iterator[None]:
    """The site on `port`, before pages and realtime workers on these ports."""
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""  # its workers must reach the folders of a test
    (folder / "site.conf").write_text(_on_ports(SITE.read_text(), port, pages, realtime))
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
    command = [program, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/nginx.log", "-p", str(folder)]
    with running(command, folder / "nginx.out", lambda: _listens(port)):
        yield


def _on_ports(site: str, port: int, pages: int, realtime: Sequence[int]) -> str:
    changes = [
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"\n *ssl_[^;]*;", ""),
        (r"\b8001\b", str(pages)),
        (r"\b8101\b", str(realtime[0])),
        (r"\b8102\b", str(realtime[1])),
    ]
    for before, after in changes:
        site, count = re.subn(before, after, site)
        assert count, f"{before} is not in {SITE.name}"
    return site


def _listens(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
