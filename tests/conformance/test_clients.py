"""Socket.IO clients of each 4.x version from npm, and python-socketio, get along with our server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.line import Line
from tests.messaging.talking import talk_between
from tests.services.process import program
from tests.serving import ROOT

pytestmark = pytest.mark.slow

VERSIONS = [f"4.{minor}" for minor in range(9)]
TOOLS = ROOT / ".tools" / "socket.io-clients"
CLIENTS = Path(__file__).with_name("clients.cjs")


@pytest.fixture(scope="module")
def folders() -> list[Path]:
    """Where the clients are; they are fetched once, and without them the test fails: it would say nothing."""
    found = [TOOLS / "node_modules" / f"client-{version}" for version in VERSIONS]
    if not all((one / "package.json").exists() for one in found):
        TOOLS.mkdir(parents=True, exist_ok=True)
        wanted = [f"client-{version}@npm:socket.io-client@{version}" for version in VERSIONS]
        npm: list[str | Path] = [program("npm"), "install", "--no-save", "--ignore-scripts", "--no-audit"]
        path = f"{program('node').parent}{os.pathsep}{os.environ['PATH']}"
        fetched = subprocess.run(
            [*npm, "--no-fund", "--prefix", TOOLS, *wanted],
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path},
        )
        assert fetched.returncode == 0, f"the clients cannot be had from npm: {fetched.stderr}"
    return found


def test_each_version_from_npm_connects_exchanges_and_comes_back(
    folders: list[Path], cast: Cast, browser: Callable[..., Browser], origin: str
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    done = subprocess.run(
        [program("node"), CLIENTS, origin, browser(cast.amina).cookie, talk, *folders],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    met = json.loads(done.stdout)
    assert [one["version"].rpartition(".")[0] for one in met] == VERSIONS
    good = {"connected": True, "exchanged": True, "reconnected": True}
    assert met == [{"version": one["version"], **good} for one in met]


def test_python_socketio_connects_exchanges_and_comes_back(
    cast: Cast, browser: Callable[..., Browser], origin: str
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    line = Line(origin, reconnection=True, Cookie=browser(cast.amina).cookie, Origin=origin)
    message = {"conversation": talk, "body": "Said by Python", "client_id": "python-0001"}
    sent = line.ask("message.send", message)
    assert line.heard("conversation.entry")[0]["entry"]["sequence"] == sent["entries"][0]["sequence"]
    first = line.client.sid
    line.drop()
    assert line.back.wait(10)
    assert line.client.sid != first
    assert line.ask("message.send", message)["entries"] == sent["entries"]
    line.client.reconnection = False
    line.drop()
