"""The scaled-out shape for real: pages, two realtime workers, PostgreSQL, Redis, and nginx in front if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.hammering.talkers import Talker, make_talkers
from tests.scaled_out.front import front
from tests.scaled_out.nginx import find_nginx, nginx
from tests.scaled_out.units import Process
from tests.services.process import free_port
from tests.serving import run_command

ASKED_TO_SIGN_IN = ("/socket.io/?EIO=4&transport=polling", 403)
"""What a realtime worker says to a stranger without an origin."""


class Fleet:
    """All that runs. `kill` and `start` are of the first realtime worker; the other one goes on."""

    def __init__(self, url: str, pages: Process, realtime: list[Process], talkers: list[Talker]) -> None:
        self.url, self.pages, self.realtime, self.talkers = url, pages, realtime, talkers

    def kill(self) -> None:
        self.realtime[0].kill()

    def start(self) -> Fleet:
        self.realtime[0].begin().wait(*ASKED_TO_SIGN_IN)
        return self

    def command(self, *arguments: str) -> None:
        """What an operator types beside it."""
        run_command(self.pages.environment, *arguments)


@contextmanager
def fleet(folder: Path, database_url: str, redis_url: str, *, talkers: int) -> Iterator[Fleet]:
    """Started, with so many members who talk in pairs."""
    port, program = free_port(), find_nginx()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "COMMUNITY_INSTANCE_DIR": str(folder / "instance"),
        "COMMUNITY_DATABASE_URL": database_url,
        "COMMUNITY_REDIS_URL": redis_url,
        "COMMUNITY_BASE_URL": url,
        "COMMUNITY_TRUSTED_PROXIES": "1" if program else "0",
        "COMMUNITY_RATE_LIMITS": "false",
    }
    people = make_talkers(folder / "instance", talkers, settings)
    pages = Process("community-pages", settings, folder)
    realtime = [Process("community-realtime@", settings, folder) for _ in range(2)]
    ports = [one.port for one in realtime]
    with ExitStack() as running:
        for process in (pages, *realtime):
            running.callback(process.kill)
            process.begin()
        if program:
            running.enter_context(
                nginx(program, folder / "nginx", port=port, pages=pages.port, realtime=ports)
            )
        else:
            running.enter_context(front(port, pages=pages.port, realtime=ports))
        for process in realtime:
            process.wait(*ASKED_TO_SIGN_IN)
        pages.wait("/sign-in", 200)
        yield Fleet(url, pages, realtime, people)
