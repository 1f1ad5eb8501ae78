"""Many clients send while the server is killed and their lines are cut; then the database is asked what it has.

Each client does what the browser's outbox does: one message at a time, and the same id again until it is acknowledged.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import sqlalchemy as sa

from tests.hammering.talkers import Talker
from tests.hammering.wire import LineGone, Wire

LONGEST_SECONDS = 1200
AGAIN_AFTER_SECONDS = 0.2


class Server(Protocol):
    """What is hammered: one process, or one of several behind the same address."""

    url: str

    def kill(self) -> None:
        """kill -9."""

    def start(self) -> object:
        """Start what was killed, and wait until it answers."""


class Sent(NamedTuple):
    """What an acknowledgement said."""

    conversation: str
    author: str
    client_id: str
    sequence: int


@dataclass
class Outcome:
    """What the clients were told, and what they went through."""

    acknowledged: list[Sent] = field(default_factory=list)
    kills: int = 0
    cuts: int = 0
    sent_again: int = 0
    faults: list[Exception] = field(default_factory=list)
    """What ended a client before it was through."""


class Fault(NamedTuple):
    """What must not be: each a list of client ids or of numbers."""

    lost: list[str]
    doubled: list[str]
    out_of_order: list[str]
    gaps: list[str]


class _Sender(threading.Thread):
    def __init__(self, url: str, talker: Talker, each: int, cuts: int, outcome: Outcome) -> None:
        super().__init__(daemon=True)
        self._url, self._talker, self._each, self._outcome = url, talker, each, outcome
        dice = random.Random(talker.handle)  # noqa: S311 - the same moments in each run
        self._cut_at = set(dice.sample(range(each), cuts))
        self._wire: Wire | None = None
        self.stopping = False

    def run(self) -> None:
        try:
            for number in range(self._each):
                self._send(f"{self._talker.handle}-{number:06d}", cut=number in self._cut_at)
        except Exception as fault:  # noqa: BLE001 - a thread hands on whatever ended it
            self._outcome.faults.append(fault)
        finally:
            self._hang_up()

    def _send(self, client_id: str, *, cut: bool) -> None:
        tries = 0
        while not self.stopping:
            self._outcome.sent_again += tries > 0
            tries += 1
            try:
                self._wire = self._wire or Wire(self._url, self._talker.cookie)
                said = self._wire.say(
                    "message.send",
                    conversation=self._talker.conversation,
                    body=f"Said by {client_id}.",
                    client_id=client_id,
                )
                if cut:
                    cut = False
                    self._outcome.cuts += 1
                    self._wire.cut()
                answer = self._wire.answer(said)
            except LineGone:
                self._hang_up()
                time.sleep(AGAIN_AFTER_SECONDS)
                continue
            if answer["ok"]:
                number = answer["entries"][0]["sequence"]
                self._outcome.acknowledged.append(
                    Sent(self._talker.conversation, self._talker.handle, client_id, number)
                )
                return
            if answer["error"]["status"] < 500:
                raise RuntimeError(f"refused: {answer}")

    def _hang_up(self) -> None:
        if self._wire is not None:
            self._wire.cut()
            self._wire = None


def hammer(server: Server, talkers: Sequence[Talker], *, each: int, kills: int, cuts: int) -> Outcome:
    """Every talker sends `each` messages; the server, which runs, is killed `kills` times at even distances, and each
    line cut `cuts` times between sending and acknowledgement.

    Raises AssertionError when it does not come to an end, and what a client raised.
    """
    outcome = Outcome()
    senders = [_Sender(server.url, one, each, cuts, outcome) for one in talkers]
    for sender in senders:
        sender.start()
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        while any(sender.is_alive() for sender in senders):
            assert time.monotonic() < deadline, f"only {len(outcome.acknowledged)} were acknowledged"
            done = len(outcome.acknowledged) / (each * len(talkers))
            if outcome.kills < kills and done > (outcome.kills + 0.5) / kills:
                server.kill()
                outcome.kills += 1
                server.start()
            time.sleep(0.01)
    finally:
        for sender in senders:
            sender.stopping = True
    if outcome.faults:
        raise outcome.faults[0]
    return outcome


def faults(database_url: str, outcome: Outcome) -> Fault:
    """What the database has, beside what was acknowledged."""
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT c.public_id, e.sequence, m.handle, e.client_id FROM entry e"
                " JOIN conversation c ON c.id = e.conversation_id LEFT JOIN member m ON m.id = e.author_id"
                " ORDER BY c.public_id, e.sequence"
            )
        ).all()
    engine.dispose()
    kept = {Sent(talk, author, client_id, sequence) for talk, sequence, author, client_id in rows}
    numbers: dict[str, list[int]] = defaultdict(list)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for talk, sequence, author, client_id in rows:
        numbers[talk].append(sequence)
        said[talk, author].append(client_id)
    return Fault(
        lost=[one.client_id for one in outcome.acknowledged if one not in kept],
        doubled=[id for id, times in Counter(row[3] for row in rows).items() if times > 1],
        out_of_order=[author for (_, author), ids in said.items() if ids != sorted(ids)],
        gaps=[talk for talk, found in numbers.items() if found != list(range(1, len(found) + 1))],
    )
