"""The product as an operator starts it: a process of its own, on a free port, in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN_SECONDS = 120


def free_port() -> int:
    """A port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_command(environment: Mapping[str, str], *arguments: str) -> None:
    """`community …`, in a process of its own. Raises CalledProcessError."""
    command = [sys.executable, "-m", "community", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=STARTS_WITHIN_SECONDS)


class RunningServer:
    """`community run` with an instance folder; a context manager that stops it."""

    def __init__(
        self,
        instance: Path,
        *,
        empty: bool = False,
        port: int | None = None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self.instance = instance
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._arguments = ["run", "--empty"] if empty else ["run"]
        self._settings = settings or {}
        self._log = instance.parent / f"{instance.name}-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningServer:
        """Start and wait until the front page answers. Raises RuntimeError with the log when it does not."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "community", *self._arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.output}")
            if self._answers():
                return self
            time.sleep(0.05)  # waiting for another process: there is nothing to be told by
        raise RuntimeError(f"the server did not answer within {STARTS_WITHIN_SECONDS} s: {self.output}")

    def command(self, *arguments: str) -> None:
        """`community …`, as an operator types it beside the running server. Raises CalledProcessError."""
        run_command(self._environment, *arguments)

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
        return kept | {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "COMMUNITY_INSTANCE_DIR": str(self.instance),
            "COMMUNITY_RATE_LIMITS": "false",
            **self._settings,
        }

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def first_run_code(self) -> str:
        found = re.search(r"One-time code:\s+(\d+)", self.output)
        assert found, self.output
        return found[1]

    def kill(self) -> None:
        """kill -9 of everything it started: no goodbye."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """What Ctrl-C does."""
        self._signal(signal.SIGINT)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/sign-in", timeout=2) as response:  # noqa: S310 - our own http
                return bool(response.status == 200)
        except OSError:
            return False

    def __enter__(self) -> RunningServer:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()
