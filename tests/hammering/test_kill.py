"""kill -9 in the middle of acknowledged sends, and lines that are cut: nothing lost, nothing doubled, order kept.

Small here; `./dev bench kill` does it 50 times during 10,000 messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from uuid import uuid4

import pytest

from tests.hammering.hammer import Fault, faults, hammer
from tests.hammering.talkers import Talker, make_talkers
from tests.hammering.wire import LineGone, Wire
from tests.serving import RunningServer

CLIENTS, EACH, KILLS, CUTS = 8, 20, 2, 2
NONE = Fault([], [], [], [])


class Shape(NamedTuple):
    """A server that does not run yet, its database, and who talks there."""

    server: RunningServer
    database_url: str
    talkers: list[Talker]


@pytest.fixture(scope="module", params=["embedded", pytest.param("scaled_out", marks=pytest.mark.scaled_out)])
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shape]:
    instance = tmp_path_factory.mktemp("hammered") / "instance"
    url, settings = f"sqlite:///{instance / 'community.sqlite'}", {}
    if request.param == "scaled_out":
        url = request.getfixturevalue("postgres").create_database(f"hammer_{uuid4().hex[:12]}")
        redis = request.getfixturevalue("redis").url
        settings = {"COMMUNITY_DATABASE_URL": url, "COMMUNITY_REDIS_URL": redis}
    talkers = make_talkers(instance, CLIENTS + 2, settings)
    with RunningServer(instance, empty=True, settings=settings) as server:
        yield Shape(server, url, talkers)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled(shape: Shape) -> None:
    outcome = hammer(shape.server, shape.talkers[:CLIENTS], each=EACH, kills=KILLS, cuts=CUTS)
    assert len(outcome.acknowledged) == CLIENTS * EACH
    assert (outcome.kills, outcome.cuts) == (KILLS, CLIENTS * CUTS)
    assert outcome.sent_again > 0  # the premise: some answers were lost
    assert faults(shape.database_url, outcome) == NONE


@pytest.mark.slow
def test_the_same_id_a_hundred_times_at_once_and_after_a_restart_is_one_message(shape: Shape) -> None:
    talker = shape.talkers[-1]

    def send_ten(_: int) -> list[int]:
        wire = Wire(shape.server.url, talker.cookie)
        said = [_send(wire, talker, "message-1") for _ in range(10)]
        wire.cut()
        return said

    with ThreadPoolExecutor(10) as many:
        told = [number for numbers in many.map(send_ten, range(10)) for number in numbers]
    assert told == [1] * 100
    shape.server.kill()
    shape.server.start()
    wire = Wire(shape.server.url, talker.cookie)
    assert _send(wire, talker, "message-1") == 1
    assert _send(wire, talker, "message-2") == 2
    wire.cut()


@pytest.mark.slow
def test_an_idle_line_is_closed_when_an_operator_suspends_its_member(shape: Shape) -> None:
    """By a process of its own, which cannot reach the sockets: they are closed by the server's worker."""
    suspended, other = shape.talkers[-2], shape.talkers[0]
    idle, stays = (Wire(shape.server.url, one.cookie) for one in (suspended, other))
    shape.server.command("members", "suspend", suspended.handle)
    with pytest.raises(LineGone):
        idle.answer("never")
    with pytest.raises(LineGone):
        Wire(shape.server.url, suspended.cookie)
    assert stays.ask("inbox.count")["ok"]
    for one in (idle, stays):
        one.cut()


def _send(wire: Wire, talker: Talker, client_id: str) -> int:
    answer = wire.ask("message.send", conversation=talker.conversation, body="Once.", client_id=client_id)
    assert answer["ok"], answer
    return int(answer["entries"][0]["sequence"])
