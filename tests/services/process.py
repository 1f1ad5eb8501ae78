"""Start a server for as long as a block of code lasts, and never longer than this process lives."""

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30
"""Seconds that a server has to start, and to stop before it is killed."""


class ServiceFailed(RuntimeError):
    """A server did not start; says why in the server's own words."""


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    is_ready: Callable[[], bool],
    stop_with: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the block ends; the block begins when `is_ready` says so.

    Raises ServiceFailed, with the end of the log, if the server ends or is not ready in time.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=_die_with_the_parent
        )
    try:
        _wait_until_ready(process, log, is_ready)
        yield process
    finally:
        process.send_signal(stop_with)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServiceFailed(f"{process.args!r} did not start:\n{tail(log)}")
        time.sleep(0.02)


def tail(log: Path, length: int = 2000) -> str:
    return log.read_text(errors="replace")[-length:]


def _die_with_the_parent() -> None:
    """Run in the child: a test run that is killed must leave no server behind."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def program(name: str) -> Path:
    """A program that set-up installed beside this Python, or that stands on the PATH."""
    beside = Path(sys.executable).with_name(name)
    found = beside if beside.exists() else shutil.which(name)
    if found is None:
        raise ServiceFailed(f"{name} was not found: run ./dev setup")
    return Path(found)
