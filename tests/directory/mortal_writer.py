"""A process that writes the search index and may die of it: `python -m tests.directory.mortal_writer`.

Each line asked of it is `put CALLS MEMBER…` or `rebuild CALLS`. A child of its own does what the worker does after a
change, and kills itself, with SIGKILL, at the call of a function that is so many calls into the writing: between two
files, in the middle of one, or before a commit. The answer is `killed`, or how many calls the writing was when it ended
before. A child is forked from a process that has everything loaded, so that thirty of them take seconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from community.app import create_app
from community.config import PROJECT_ROOT, Settings
from community.directory.engine import engine
from community.directory.indexing import index_profiles, rebuild_index
from community.profiles.events import ProfileSaved
from community.search.whoosh import WhooshEngine
from tests.search.cast import person


class MortalWriter:
    """The process, as a test speaks to it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, what: str, calls: int, *members: int) -> int | None:
        """How many calls the writing was; None if it was killed."""
        assert self._process.stdin
        assert self._process.stdout
        print(what, calls, *members, file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline().strip()
        return None if answer == "killed" else int(answer)


@contextmanager
def mortal_writer(app: Flask) -> Iterator[MortalWriter]:
    """A writer for the index and the database of `app`."""
    settings: Settings = app.extensions["settings"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.directory.mortal_writer",
            str(settings.instance_dir),
            settings.database_url,
            settings.redis_url,
        ],
        cwd=PROJECT_ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield MortalWriter(process)
    finally:
        process.communicate(timeout=30)


def main(instance: str, database: str, redis: str) -> None:
    app = create_app(
        Settings(
            _env_file=None,
            instance_dir=Path(instance),
            database_url=database,
            redis_url=redis,
            run_jobs=False,
            rate_limits=False,
        )  # type: ignore[call-arg]
    )
    _load_all()
    for line in sys.stdin:
        what, calls, *members = line.split()
        child = os.fork()
        if not child:
            with app.app_context():
                print(_write(what, int(calls), list(map(int, members))), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            print("killed", flush=True)
        elif status:
            print("failed: see above", flush=True)  # a test that waits for an answer gets one


def _load_all() -> None:
    """What a first document needs, so that no child dies of loading it."""
    with TemporaryDirectory() as folder:
        index = WhooshEngine(Path(folder))
        index.rebuild([person(1, "Zhang Wei", "张伟"), person(2, "Omar El-Sayed", "عمر السيد")])
        index.put([person(1, "Zhang Wei", "张伟")])


def _write(what: str, calls: int, members: list[int]) -> int:
    """Write, or die of it. Reading what is to be written is not counted."""
    counted = count(1)

    def die_in_time(*_: object) -> None:
        if next(counted) == calls:
            os.kill(os.getpid(), signal.SIGKILL)

    def counting(write: Callable[..., Any]) -> Callable[..., None]:
        def writing(read: Iterable[Any], *more: Any) -> None:
            everything = list(read)
            sys.setprofile(die_in_time)
            try:
                write(everything, *more)
            finally:
                sys.setprofile(None)

        return writing

    writer: Any = engine()
    for name in ("put", "remove", "rebuild"):
        setattr(writer, name, counting(getattr(writer, name)))
    if what == "put":
        index_profiles([ProfileSaved(member_id=member) for member in members])
    else:
        rebuild_index()
    return next(counted)


if __name__ == "__main__":
    main(*sys.argv[1:])
