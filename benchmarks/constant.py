"""The reference of the pages: an answer that was recorded once, sent by the server that sends the pages.

The same gunicorn, with the same settings, in a process of its own; behind it no Flask, only the recorded status,
headers and (compressed) body. It is the limit: a page cannot cost less without a cache in front of the server.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.load import Answer
from community.config import Settings
from community.serving.embedded import EmbeddedServer  # to change nothing of how it serves is the point here

_NOT_OURS_TO_SEND = {"connection", "date", "server", "transfer-encoding"}


def record(folder: Path, name: str, answer: Answer) -> str:
    """Keep an answer for the constant server. Returns its path there."""
    headers = [pair for pair in answer.headers if pair[0].lower() not in _NOT_OURS_TO_SEND]
    (folder / name).write_bytes(answer.body)
    (folder / f"{name}.json").write_text(json.dumps({"status": f"{answer.status} OK", "headers": headers}))
    return f"/{name}"


class Constant:
    """A WSGI application over a folder of recorded answers, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path not in self._answers:
            self._answers[path] = self._read(path.strip("/"))
        status, headers, body = self._answers[path]
        start_response(status, headers)
        return [body]

    def _read(self, name: str) -> tuple[str, list[tuple[str, str]], bytes]:
        if not name:  # the question whether it has started
            return "200 OK", [("Content-Length", "0")], b""
        said = json.loads((self._folder / f"{name}.json").read_text())
        return (
            said["status"],
            [(key, value) for key, value in said["headers"]],
            (self._folder / name).read_bytes(),
        )


class _ConstantServer(EmbeddedServer):
    def load(self) -> Constant:  # type: ignore[override]
        return Constant(Path(sys.argv[1]))

    def _start_jobs(self, worker: Any) -> None:
        """There are none."""

    def _leave(self, arbiter: Any, worker: Any) -> None:
        """There is nothing to stop."""


if __name__ == "__main__":
    _ConstantServer(None, Settings(run_jobs=False)).run()  # type: ignore[arg-type]
