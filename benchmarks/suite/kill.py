"""kill -9 during 10,000 acknowledged messages

50 clients in 25 conversations send 200 messages each, one after the other, and the same again until it is acknowledged,
as a browser's outbox does. The server is killed with SIGKILL 50 times at even distances and started anew; each client's
line is cut 20 times between sending and acknowledgement. Then the database is asked: lost are those that were
acknowledged and are not there; doubled those that are there twice; an author's messages must stand in the order of
sending; and the numbers of each conversation must have no gap. So the reference is what the clients were told, and the
only good figure is none. For the last column 100 more are sent, one at a time,
while strace watches: acknowledgements that no finished fsync of the database's log stands before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.frame import Table, figure
from benchmarks.workbench import Workbench
from tests.hammering.disk import CannotWatch, family, read, watching
from tests.hammering.hammer import faults, hammer
from tests.hammering.talkers import Talker, make_talkers
from tests.hammering.wire import Wire
from tests.services import postgres_server, redis_server
from tests.serving import RunningServer

CLIENTS, EACH, KILLS, CUTS = 50, 200, 50, 20
WATCHED = 100
HEADINGS = (
    "",
    "acknowledged",
    "kills",
    "cuts",
    "sent again",
    "lost",
    "doubled",
    "order or gap",
    "before the disk",
)


class Shape(NamedTuple):
    name: str
    instance: Path
    database_url: str
    settings: dict[str, str]
    log_file: str
    """What stands in the path of the file that a commit waits for."""
    others: Callable[[], list[int]]
    """Processes beside the server that write to the disk."""


def run(bench: Workbench) -> Table:
    bench.stop_server()
    rows, notes = [], []
    for shape in _shapes(bench.folder):
        row, note = _hammered(shape)
        rows.append(row)
        notes.append(note)
    return Table(HEADINGS, tuple(rows), " ".join(notes))


def _shapes(folder: Path) -> Iterator[Shape]:
    instance = folder / "killed"
    yield Shape(
        "SQLite, one process",
        instance,
        f"sqlite:///{instance / 'community.sqlite'}",
        {},
        "community.sqlite-wal",
        list,
    )
    with _postgres_and_redis(folder) as shape:
        yield shape


@contextmanager
def _postgres_and_redis(folder: Path) -> Iterator[Shape]:
    data = folder / "postgres"
    with postgres_server(data, fsync=True) as postgres, redis_server(folder / "redis") as redis:
        url = postgres.create_database("killed")
        settings = {"COMMUNITY_DATABASE_URL": url, "COMMUNITY_REDIS_URL": redis.url}
        postmaster = int((data / "data" / "postmaster.pid").read_text().split()[0])
        yield Shape(
            "PostgreSQL and Redis",
            folder / "killed-scaled-out",
            url,
            settings,
            "pg_wal",
            lambda: family(postmaster),
        )


def _hammered(shape: Shape) -> tuple[tuple[str, ...], str]:
    talkers = make_talkers(shape.instance, CLIENTS, shape.settings)
    with RunningServer(shape.instance, empty=True, settings=shape.settings) as server:
        began = time.monotonic()
        outcome = hammer(server, talkers, each=EACH, kills=KILLS, cuts=CUTS)
        took = time.monotonic() - began
        found = faults(shape.database_url, outcome)
        early = _before_the_disk(shape, server, talkers[0])
    wrong = len(found.out_of_order) + len(found.gaps)
    counts = (outcome.kills, outcome.cuts, outcome.sent_again, len(found.lost), len(found.doubled), wrong)
    row = (shape.name, f"{len(outcome.acknowledged):,}", *(f"{one:,}" for one in counts), early)
    return row, f"{shape.name}: {figure(took)} s in all."


def _before_the_disk(shape: Shape, server: RunningServer, talker: Talker) -> str:
    assert server.process is not None
    log = shape.instance / "watched"
    wire = Wire(server.url, talker.cookie)
    try:
        with watching([*family(server.process.pid), *shape.others()], log):
            for number in range(WATCHED):
                wire.ask(
                    "message.send",
                    conversation=talker.conversation,
                    body="Kept?",
                    client_id=f"watched-{number:03d}",
                )
    except CannotWatch:
        return "not watched"
    finally:
        wire.cut()
    watched = read(log, shape.log_file)
    return f"{watched.before_the_disk} of {watched.acknowledgements}"
