"""Messages acknowledged, by 16 senders

A message is acknowledged after its commit has reached the disk. The senders talk in pairs; each sends its next message
when the last was acknowledged. *Embedded* is one process on SQLite (WAL, synchronous=FULL); *scaled out* are two
realtime workers, pages, PostgreSQL (fsync on) and Redis, each sender at the next of the workers. The reference is the
row of a message alone, inserted in a transaction of its own by 16 connections at once, by the database's driver, into
a table of the same database that is like the one of messages. The share says what finding out who it is, checking,
numbering, rendering, telling the other one and the door leave of it. The last rows are the 99th percentile from sending
to the moment at which the other one has it, at 100 messages a second, evenly. Rate limits are off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.frame import Aim, Comparison, Series, Table, figure, in_rounds, share
from benchmarks.sending.bare import BareInserts
from benchmarks.sending.senders import SENDERS, delays_at, rate_of_json, rate_of_sockets
from benchmarks.workbench import Workbench
from tests.hammering.talkers import Talker, make_talkers
from tests.scaled_out.fleet import fleet
from tests.services import postgres_server, redis_server
from tests.serving import RunningServer

AIM = Aim(0.25, at_most=False)
A_SECOND, LATEST_MS = 100, 25.0
SHORTEST_PACED_SECONDS = 5.0


class Shape(NamedTuple):
    name: str
    sockets: Sequence[str]
    """Addresses of the servers of the sockets."""
    pages: str
    origin: str
    database_url: str
    talkers: Sequence[Talker]


def run(bench: Workbench) -> Table:
    bench.stop_server()
    shares: list[tuple[str, ...]] = []
    delays: list[tuple[str, ...]] = []
    for begin in (_embedded, _scaled_out):
        with begin(bench.folder / "sending") as shape:
            shares += _shares(bench, shape)
            delays.append(_delay(bench, shape))
    return Table(("", "here", "bare inserts", "share", "aim"), (*shares, *delays))


def _shares(bench: Workbench, shape: Shape) -> list[tuple[str, ...]]:
    bare_inserts = BareInserts(shape.database_url)
    by_socket, by_json, bare = in_rounds(
        bench.rounds,
        lambda: rate_of_sockets(shape.sockets, shape.origin, shape.talkers, bench.seconds),
        lambda: rate_of_json(shape.pages, shape.origin, shape.talkers, bench.seconds),
        lambda: bare_inserts.rate(bench.seconds),
    )
    reference = Series(bare, "/s")
    return [
        Comparison(f"{shape.name}, Socket.IO", Series(by_socket, "/s"), reference, share, AIM).row(),
        Comparison(f"{shape.name}, JSON", Series(by_json, "/s"), reference, share).row(),
    ]


def _delay(bench: Workbench, shape: Shape) -> tuple[str, ...]:
    seconds = max(SHORTEST_PACED_SECONDS, bench.seconds)
    (late,) = in_rounds(
        bench.rounds,
        lambda: _p99(delays_at(shape.sockets, shape.origin, shape.talkers, seconds, A_SECOND)) * 1000,
    )
    found = Series(late, "ms")
    verdict = "met" if found.median <= LATEST_MS else "missed"
    return (f"{shape.name}, p99 at {A_SECOND} /s", str(found), "", "", f"≤ {figure(LATEST_MS)} ms {verdict}")


def _p99(delays: Sequence[float]) -> float:
    return sorted(delays)[len(delays) * 99 // 100]


@contextmanager
def _embedded(folder: Path) -> Iterator[Shape]:
    instance = folder / "embedded"
    talkers = make_talkers(instance, SENDERS, {})
    with RunningServer(instance, empty=True) as server:
        database_url = f"sqlite:///{instance / 'community.sqlite'}"
        yield Shape("embedded", [server.url], server.url, server.url, database_url, talkers)


@contextmanager
def _scaled_out(folder: Path) -> Iterator[Shape]:
    with (
        postgres_server(folder / "postgres", fsync=True) as postgres,
        redis_server(folder / "redis") as redis,
        fleet(
            folder, database_url := postgres.create_database("sending"), redis.url, talkers=SENDERS
        ) as ours,
    ):
        sockets = [one.url for one in ours.realtime]
        yield Shape("scaled out", sockets, ours.pages.url, ours.url, database_url, ours.talkers)
