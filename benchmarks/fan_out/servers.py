"""Starting the two servers, one at a time."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from benchmarks.suite.refusal import CannotMeasure
from tests.services import redis_server
from tests.services.process import free_port
from tests.serving import ROOT

MODULES = ROOT / ".tools" / "socket.io" / "node_modules"
STARTS_WITHIN_SECONDS = 30
_NODE = ROOT / ".venv" / "bin" / "node"


class Running(NamedTuple):
    port: int
    pids: list[int]


@contextmanager
def reference(folder: Path) -> Iterator[Running]:
    """socket.io from npm. Raises CannotMeasure."""
    if not MODULES.exists():
        raise CannotMeasure(f"{MODULES} is missing: ./dev bench fan-out installs it")
    program = Path(__file__).with_name("reference.cjs")
    with _started([_NODE, program], folder / "reference.log", NODE_PATH=str(MODULES)) as server:
        yield server


@contextmanager
def ours(folder: Path, **settings: str) -> Iterator[Running]:
    """One realtime worker with its Redis."""
    with redis_server(folder / "fan-out-redis") as redis:
        environment = {
            "HOST": "127.0.0.1",
            "COMMUNITY_INSTANCE_DIR": str(folder / "fan-out"),
            "COMMUNITY_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1/nothing",  # never asked
            "COMMUNITY_REDIS_URL": redis.url,
            **settings,
        }
        command = [sys.executable, "-m", "benchmarks.fan_out.ours"]
        with _started(command, folder / "ours.log", **environment) as server:
            yield server


@contextmanager
def _started(command: list[Any], log: Path, **environment: str) -> Iterator[Running]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=kept | environment | {"PORT": str(port)},
            stdout=output,
            stderr=output,
            start_new_session=True,  # Node comes with a launcher, which ends without its child
        )
    try:
        _wait_for(port, process, log)
        children = psutil.Process(process.pid).children(recursive=True)
        yield Running(port, [process.pid, *(one.pid for one in children)])
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            asked = socket.create_connection(("127.0.0.1", port), timeout=STARTS_WITHIN_SECONDS)
            asked.sendall(b"GET / HTTP/1.0\r\n\r\n")
            if asked.recv(1):  # an arbiter listens before its worker is there
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not start: {log.read_text(errors='replace')[-2000:]}")


def measure(server: Running, size: int, seconds: float, *, paced: int = 0) -> dict[str, float]:
    """What the generator, a process of its own, saw."""
    command = [sys.executable, "-m", "benchmarks.fan_out.generator", str(server.port)]
    command += [",".join(map(str, server.pids)), str(size), f"--seconds={seconds}", f"--paced={paced}"]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=seconds + 60)
    found: dict[str, float] = json.loads(said.stdout)
    return found
