"""The processes of deploy/systemd, started as their units say, on free ports."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.serving import ROOT, free_port

UNITS = ROOT / "deploy" / "systemd"
PROGRAM = "/opt/community/.venv/bin/community "
STARTS_WITHIN_SECONDS = 60


def commands_of(unit: str) -> list[list[str]]:
    """The arguments of `community` in each line of a unit that runs it, those that go before first."""
    text = (UNITS / f"{unit}.service").read_text()
    return [line.split() for line in re.findall(rf"^ExecStart(?:Pre)?={PROGRAM}(.+)$", text, re.MULTILINE)]


class Process:
    """What a unit starts, on a port of its own; `settings` are those of /etc/community.env."""

    def __init__(self, unit: str, settings: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._arguments = commands_of(unit)[-1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
        self.environment = {**kept, **settings, "HOST": "127.0.0.1", "PORT": str(self.port)}
        self._log = folder / f"{unit}-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def begin(self) -> Process:
        """Start, without waiting."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "community", *self._arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def wait(self, path: str, status: int) -> Process:
        """Until it answers so. Raises RuntimeError with its log when it does not."""
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + path, timeout=5) as answer:  # noqa: S310 - our own http
                    found = answer.status
            except urllib.error.HTTPError as refused:
                found = refused.code
            except OSError:
                found = None
            if found == status:
                return self
            time.sleep(0.05)  # waiting for another process: there is nothing to be told by
        raise RuntimeError(f"{self._arguments} did not start: {self.output}")

    def kill(self) -> None:
        """kill -9, of the arbiter and its workers."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
