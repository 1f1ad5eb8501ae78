"""What benchmarks share: an instance with the generated community, its server, the constant server beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.constant import record
from benchmarks.load import Answer, fetch
from tests.serving import ROOT, RunningServer, free_port

_RESULTS = ROOT / "benchmarks" / "results"
STARTS_WITHIN_SECONDS = 30


class Workbench:
    """Made when first needed, removed at the end. `rounds` and `seconds` are the size of every measurement."""

    def __init__(self, *, rounds: int, seconds: float) -> None:
        self.rounds, self.seconds = rounds, seconds
        _RESULTS.mkdir(exist_ok=True)
        # Beside the code and not in /tmp, which may be memory: commits are to be measured on a disk.
        self._folder = tempfile.TemporaryDirectory(dir=_RESULTS)
        self._server: RunningServer | None = None
        self._constant: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        return Path(self._folder.name)

    @cached_property
    def instance(self) -> Path:
        """The instance folder, filled by `benchmarks.data` in a process of its own."""
        path = self.folder / "instance"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.data"],
            cwd=ROOT,
            env=environment_of(path, free_port()),
            check=True,
        )
        return path

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """Members who are signed in: `cookie` and `token` for requests, and the `conversation` of each."""
        found: list[dict[str, Any]] = json.loads((self.instance / "people.json").read_text())
        return found

    @property
    def url(self) -> str:
        """The base address of the running product."""
        if self._server is None:
            self._server = RunningServer(self.instance).start()
        return self._server.url

    def stop_server(self) -> None:
        """Leave the instance to somebody else; the next `url` starts the server again."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @cached_property
    def constant_url(self) -> str:
        """The base address of the constant server."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        self._constant = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.constant", str(self.folder)],
            cwd=ROOT,
            env=environment_of(self.folder / "constant", port),
        )
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and self._constant.poll() is None:
            try:
                fetch(url, "/")
            except ConnectionRefusedError:
                time.sleep(0.05)
            else:
                return url
        raise RuntimeError("the constant server did not start")

    def make_constant(self, name: str, answer: Answer) -> str:
        """Let the constant server answer so. Returns the path of it."""
        return record(self.folder, name, answer)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_server()
        if self._constant is not None:
            self._constant.terminate()
            self._constant.wait()
        self._folder.cleanup()


def environment_of(instance: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    return kept | {"HOST": "127.0.0.1", "PORT": str(port), "COMMUNITY_INSTANCE_DIR": str(instance)}
