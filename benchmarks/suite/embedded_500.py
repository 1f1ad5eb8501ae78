"""500 members in front of one embedded server

SQLite and threads, 500 open sockets in groups of ten, 50 messages a second, each acknowledged after its commit is on
the disk and heard by ten. The reference are the bars of the task: acknowledged within 250 ms for 95 of 100, no error,
and memory that grows by at most a tenth between a fifth of the time and its end. Then the server is killed; 500
reconnects within five seconds after its restart, each asking for what it missed, have to be through after 30 s. The
note says how long it ran: the bar is ten minutes (`--seconds 600`), the table of a whole run takes less.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psutil

from benchmarks.embedded.browsers import Browser, Loop
from benchmarks.embedded.people import MEMBERS, SIZE
from benchmarks.frame import Table, figure
from benchmarks.workbench import Workbench, environment_of
from tests.serving import ROOT, RunningServer, free_port

A_SECOND = 50
SHORTEST_SECONDS = 60.0
SETTINGS = {"COMMUNITY_THREADS": "600"}
RECONNECT_WITHIN_SECONDS, CAUGHT_UP_WITHIN_SECONDS = 5.0, 30.0


class Talk(NamedTuple):
    delays: list[float]
    sent: int
    heard: int
    memory: tuple[float, float]
    """MB at a fifth of the time, and at its end."""


def run(bench: Workbench) -> Table:
    bench.stop_server()
    seconds = max(SHORTEST_SECONDS, bench.seconds)
    instance = bench.folder / "embedded-500"
    _fill(instance)
    people = json.loads((instance / "groups.json").read_text())
    loop = Loop()
    with RunningServer(instance, empty=True, settings=SETTINGS) as server:
        browsers = [Browser(server.url, *one) for one in people]
        _all_in(loop, browsers)
        talk = _talk(server, loop, browsers, seconds)
        loop.forget(browsers)
        server.kill()
        server.start()
        caught_up, took = _storm(loop, browsers)
        loop.forget(browsers)
    return _table(talk, caught_up, took, seconds)


def _fill(instance: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.embedded.people"]
    subprocess.run(command, cwd=ROOT, env=environment_of(instance, free_port()), check=True)


def _all_in(loop: Loop, browsers: list[Browser]) -> None:
    let_in: list[Browser] = []
    for number, browser in enumerate(browsers, 1):
        browser.connect(let_in.append)
        loop.add([browser])
        while len(let_in) < number:
            loop.run(time.perf_counter())


def _talk(server: RunningServer, loop: Loop, browsers: list[Browser], seconds: float) -> Talk:
    delays: list[float] = []
    answered = lambda said, took: delays.append(took)  # noqa: E731 - one place, one line
    began = time.perf_counter()
    sent, early = 0, 0.0
    while (passed := time.perf_counter() - began) < seconds:
        while sent < passed * A_SECOND:
            speaker = browsers[sent * (SIZE + 1) % MEMBERS]
            speaker.ask("message.send", answered, body="Who has page 14?", client_id=uuid4().hex)
            sent += 1
        if not early and passed > seconds / 5:
            early = _memory(server)
        loop.run(began + sent / A_SECOND)
    loop.run(time.perf_counter() + 2.0)  # the last answers
    return Talk(delays, sent, sum(one.heard for one in browsers), (early, _memory(server)))


def _storm(loop: Loop, browsers: list[Browser]) -> tuple[int, float]:
    """How many have caught up, and when the last one had."""
    done: list[float] = []
    began = time.perf_counter()

    def answered(said: dict[str, Any], took: float) -> None:
        done.append(time.perf_counter() - began)

    for number, browser in enumerate(browsers):
        loop.run(began + number * RECONNECT_WITHIN_SECONDS / MEMBERS)
        browser.connect(lambda one: one.ask("conversation.since", answered, after=max(0, one.last - 5)))
        loop.add([browser])
    while len(done) < MEMBERS and time.perf_counter() - began < CAUGHT_UP_WITHIN_SECONDS:
        loop.run(time.perf_counter() + 0.1)
    return len(done), max(done, default=0.0)


def _memory(server: RunningServer) -> float:
    assert server.process is not None
    family = psutil.Process(server.process.pid)
    return sum(one.memory_info().rss for one in (family, *family.children(recursive=True))) / 1024**2


def _table(talk: Talk, caught_up: int, took: float, seconds: float) -> Table:
    p95 = sorted(talk.delays)[len(talk.delays) * 95 // 100] * 1000
    growth = talk.memory[1] / talk.memory[0] - 1

    def row(what: str, here: str, bar: str, *, met: bool) -> tuple[str, ...]:
        return (what, here, f"{bar} {'met' if met else 'missed'}")

    return Table(
        ("", "here", "bar"),
        (
            row("acknowledged, p95", f"{figure(p95)} ms", "≤ 250 ms", met=p95 <= 250),
            row(
                "acknowledged",
                f"{len(talk.delays):,} of {talk.sent:,}",
                "all",
                met=len(talk.delays) == talk.sent,
            ),
            row("heard", f"{talk.heard:,}", f"{talk.sent * SIZE:,}", met=talk.heard == talk.sent * SIZE),
            row("memory", f"{figure(talk.memory[1])} MB, {growth:+.1%}", "≤ +10 %", met=growth <= 0.1),
            row(
                "caught up after a restart",
                f"{caught_up} in {figure(took)} s",
                f"{MEMBERS} in {figure(CAUGHT_UP_WITHIN_SECONDS)} s",
                met=caught_up == MEMBERS,
            ),
        ),
        f"It ran for {figure(seconds)} s. Server and clients shared the cores.",
    )
