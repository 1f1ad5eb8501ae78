"""`community run` as an operator meets it: one sentence when it cannot start, and a quick, clean end."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from community.app import create_app
from community.config import PROJECT_ROOT, Settings, kept_secret
from community.serving.database import upgrade_database
from tests.serving import RunningServer, free_port

STOPS_WITHIN_SECONDS = 5.0
"""Three on a machine that does nothing else; it is half that by itself."""


def community(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    return subprocess.run(
        [sys.executable, "-m", "community", *arguments],
        cwd=PROJECT_ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[[], RunningServer]]:
    started: list[RunningServer] = []

    def start() -> RunningServer:
        started.append(RunningServer(tmp_path / "instance", empty=True).start())
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_stops_at_once_with_a_line_open(
    server: Callable[[], RunningServer], number: signal.Signals
) -> None:
    running = server()
    idle = socket.create_connection(("127.0.0.1", running.port))
    assert running.process is not None
    asked = time.monotonic()
    if number is signal.SIGINT:
        os.killpg(running.process.pid, number)  # a terminal tells the whole group
    else:
        running.process.send_signal(number)
    assert running.process.wait(timeout=15) == 0
    assert time.monotonic() - asked < STOPS_WITHIN_SECONDS
    assert "Traceback" not in running.output
    idle.close()


@pytest.mark.slow
def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = str(taken.getsockname()[1])
        ended = community("run", "--empty", PORT=port, COMMUNITY_INSTANCE_DIR=str(tmp_path / "instance"))
    assert ended.returncode == 1
    assert (
        ended.stderr.strip()
        == f"Error: 127.0.0.1:{port} is in use by another program: set PORT to a free one."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"PORT": "80000"}, "PORT"),
        ({"COMMUNITY_THREADS": "many"}, "threads"),
        ({"COMMUNITY_ENVIRONMENT": "production"}, "COMMUNITY_BASE_URL is needed"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(tmp_path: Path, wrong: dict[str, str], named: str) -> None:
    ended = community("run", **wrong, COMMUNITY_INSTANCE_DIR=str(tmp_path / "instance"))
    assert ended.returncode == 1
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_the_demo_is_not_thrown_away_where_it_matters(tmp_path: Path) -> None:
    instance = {"COMMUNITY_INSTANCE_DIR": str(tmp_path / "instance")}
    production = {"COMMUNITY_ENVIRONMENT": "production", "COMMUNITY_BASE_URL": "https://south.example"}
    ended = community("demo", "--yes", **instance, **production)
    assert (ended.returncode, "in development" in ended.stderr) == (1, True)


def test_the_secret_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    first = Settings(_env_file=None, instance_dir=tmp_path / "instance")  # type: ignore[call-arg]
    first.prepare_instance()
    second = Settings(_env_file=None, instance_dir=tmp_path / "instance")  # type: ignore[call-arg]
    second.prepare_instance()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key.get_secret_value()) >= 48
    assert stat.S_IMODE((tmp_path / "instance" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700
    assert first.secret_key.get_secret_value() not in repr(first)


def test_whoever_makes_a_secret_first_is_right(tmp_path: Path) -> None:
    def make() -> str:
        (tmp_path / "kept").write_text("the first one")
        return "the second one"

    assert kept_secret(tmp_path / "kept", make) == "the first one"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_address_follows_the_host(tmp_path: Path, host: str, address: str) -> None:
    assert Settings(_env_file=None, instance_dir=tmp_path, HOST=host).base_url == address  # type: ignore[call-arg]


def test_production_knows_its_address(tmp_path: Path) -> None:
    production = {"_env_file": None, "instance_dir": tmp_path, "environment": "production"}
    with pytest.raises(ValidationError, match="COMMUNITY_BASE_URL"):
        Settings(**production)  # type: ignore[arg-type]
    flask = Settings(**production, base_url="https://south.example/").flask_config()  # type: ignore[arg-type]
    assert flask["TRUSTED_HOSTS"] == ["south.example"]
    assert (flask["SESSION_COOKIE_NAME"], flask["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"base_url": "http://south.example"}, "https://"),
        ({"base_url": "south.example"}, "https://"),
        ({"base_url": "https://"}, "a scheme and a host"),
        ({"base_url": "https://south.example/network"}, "a scheme and a host"),
        ({"base_url": "https://south.example", "secret_key": "changeme"}, "SECRET_KEY"),
    ],
)
def test_production_refuses_what_would_open_every_account(
    tmp_path: Path, setting: dict[str, str], named: str
) -> None:
    production = {"_env_file": None, "instance_dir": tmp_path, "environment": "production"}
    with pytest.raises(ValidationError, match=named):
        Settings(**production, **setting)  # type: ignore[arg-type]


def test_production_has_no_pages_for_builders(tmp_path: Path) -> None:
    production = {"_env_file": None, "instance_dir": tmp_path, "environment": "production"}
    app = create_app(Settings(**production, base_url="https://south.example"))  # type: ignore[arg-type]
    with app.app_context():
        upgrade_database()
    visitor = app.test_client()
    for url in ("/dev/mailbox", "/styleguide"):
        assert visitor.get(url, base_url="https://south.example").status_code == 404
    assert visitor.get("/robots.txt", base_url="https://south.example").status_code == 200
    assert visitor.get("/robots.txt", base_url="https://evil.example").status_code == 400


@pytest.mark.slow
def test_what_a_command_writes_is_for_its_user_only(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir(mode=0o755)
    assert community("migrate", COMMUNITY_INSTANCE_DIR=str(tmp_path / "instance")).returncode == 0
    written = [path for path in (tmp_path / "instance").rglob("*") if path.is_file()]
    assert written
    assert [path.name for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
