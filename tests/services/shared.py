"""One server for all workers of a test session.

No worker can own it, since the others may outlive that one. So the first worker to ask starts a *keeper*: a
process that runs the server until the session's own process is gone, however it went, and then clears up.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from pathlib import Path

from tests.services.postgres import PostgresServer, postgres_server
from tests.services.process import PATIENCE, ServiceFailed, tail
from tests.services.redis import RedisServer, redis_server

start: dict[str, Callable[[Path], AbstractContextManager[PostgresServer | RedisServer]]] = {
    "postgres": postgres_server,
    "redis": redis_server,
}


def shared_postgres(meeting_place: Path, owner: int) -> PostgresServer:
    """The session's PostgreSQL: one for all who name this `meeting_place`, until the process `owner` ends."""
    return PostgresServer(**_join("postgres", meeting_place, owner))


def shared_redis(meeting_place: Path, owner: int) -> RedisServer:
    """The session's Redis, in the same way."""
    return RedisServer(**_join("redis", meeting_place, owner))


def _join(kind: str, meeting_place: Path, owner: int) -> dict[str, int]:
    notice = meeting_place / f"{kind}.json"
    with (meeting_place / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not notice.exists():
            _start_keeper(kind, notice, owner)
    return dict(json.loads(notice.read_text()))


def _start_keeper(kind: str, notice: Path, owner: int) -> None:
    log = notice.with_suffix(".log")
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services.shared", kind, str(notice), str(owner)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests; the keeper leaves after them
        )
    deadline = time.monotonic() + 2 * PATIENCE
    while not notice.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.kill()
            raise ServiceFailed(f"{kind} did not start:\n{tail(log)}")
        time.sleep(0.02)
    keeper.returncode = 0  # it outlives us on purpose: spare us the warning about a child still running


def keep(kind: str, notice: Path, owner: int) -> None:
    """Run a server, write where it is into `notice`, and stay until the process `owner` is gone."""
    with tempfile.TemporaryDirectory(prefix=f"{kind}-") as directory, start[kind](Path(directory)) as server:
        draft = notice.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(server)))
        draft.replace(notice)
        with suppress(ProcessLookupError):
            while True:
                os.kill(owner, 0)
                time.sleep(0.2)


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
