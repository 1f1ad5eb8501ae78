"""Two realtime workers behind nginx, one killed in the middle of the traffic: nothing acknowledged is lost."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from uuid import uuid4

import pytest
from socketio.exceptions import ConnectionError as TurnedAway

from tests.hammering.hammer import Fault, faults, hammer
from tests.hammering.talkers import Talker
from tests.line import Line
from tests.messaging.follower import Follower
from tests.scaled_out.fleet import Fleet, fleet
from tests.scaled_out.nginx import find_nginx
from tests.services import PostgresServer, redis_server

TALKERS, EACH, KILLS, CUTS = 8, 25, 1, 1
WITHIN_SECONDS = 15

pytestmark = [pytest.mark.scaled_out, pytest.mark.slow]


@pytest.fixture(scope="module")
def database_url(postgres: PostgresServer) -> str:
    return postgres.create_database(f"fleet_{uuid4().hex[:12]}")


@pytest.fixture(scope="module")
def running(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """With a Redis of its own: the queue of the sockets knows no databases, and other tests have sockets too."""
    folder = tmp_path_factory.mktemp("fleet")
    with (
        redis_server(folder / "redis") as redis,
        fleet(folder, database_url, redis.url, talkers=TALKERS + 6) as started,
    ):
        yield started


def test_what_is_sent_at_one_worker_or_a_page_is_heard_at_the_other(running: Fleet) -> None:
    one, other = running.talkers[-2:]
    here = listener(running, one, on=running.realtime[0].port)
    there = listener(running, other, on=running.realtime[1].port)
    assert here.ask("message.send", conversation=one.conversation, body="Here", client_id="from-a-socket")[
        "ok"
    ]
    send_by_page(running, other, "From a page")
    for line in (here, there):
        told = [news["entry"]["message"]["body_html"] for news in line.heard("conversation.entry", count=2)]
        assert told == ["<p>Here</p>", "<p>From a page</p>"]
        line.hang_up()


def test_whoever_is_suspended_is_hung_up_on_by_every_worker(running: Fleet) -> None:
    suspended, other = running.talkers[TALKERS : TALKERS + 2]
    ports = [one.port for one in running.realtime]
    idle = [listener(running, suspended, on=port) for port in ports]
    stays = listener(running, other, on=ports[0])
    running.command("members", "suspend", suspended.handle)
    for line in idle:
        assert line.closed.wait(WITHIN_SECONDS)
        line.hang_up()
    with pytest.raises(TurnedAway):
        Line(running.url, Cookie=suspended.cookie, Origin=running.url)
    assert stays.ask("inbox.count", {})["ok"]
    stays.hang_up()


def test_who_can_only_poll_stays_with_one_worker(running: Fleet) -> None:
    if find_nginx() is None:
        pytest.skip(
            "there is no nginx, and what stands in for it looks at the first request of a connection only"
        )
    talker = running.talkers[TALKERS + 2]
    question = {"conversation": talker.conversation, "after": 0}
    lines = [Line(running.url, polls=True, Cookie=talker.cookie) for _ in range(4)]
    workers = {worker_of(line) for line in lines}
    assert workers <= {one.port for one in running.realtime}
    for line in lines:
        assert line.ask("conversation.since", question)["ok"]
    send_by_page(running, talker, "For who polls")
    for line in lines:
        assert line.heard("conversation.entry")
        line.drop()


def test_page_workers_leave_sockets_alone(running: Fleet) -> None:
    running.pages.wait("/socket.io/?EIO=4&transport=polling", 404)


def test_a_killed_worker_loses_nothing_and_its_clients_catch_up(running: Fleet, database_url: str) -> None:
    talkers = running.talkers[:TALKERS]
    watching = listener(running, talkers[0], on=running.realtime[0].port)
    follower = Follower(watching, talkers[0].conversation)
    outcome = hammer(running, talkers, each=EACH, kills=KILLS, cuts=CUTS)
    assert len(outcome.acknowledged) == TALKERS * EACH
    assert outcome.sent_again > 0  # the premise: some answers were lost
    assert faults(database_url, outcome) == Fault([], [], [], [])
    assert watching.back.wait(WITHIN_SECONDS)
    assert worker_of(watching) == running.realtime[1].port  # the premise: it had to go to the other one
    follower.catch_up()
    assert follower.last >= EACH * 2
    caught_up = follower.state
    follower.open()
    assert follower.last == caught_up["last"]
    assert caught_up["facts"] == follower.facts
    assert {number: caught_up["lines"][number] for number in follower.lines} == follower.state["lines"]
    watching.hang_up()


def listener(running: Fleet, talker: Talker, *, on: int) -> Line:
    """A line that ends at the worker on this port: nginx gives each new one to either."""
    deadline = time.monotonic() + WITHIN_SECONDS  # nginx leaves out for a while who was away
    while time.monotonic() < deadline:
        line = Line(running.url, Cookie=talker.cookie, Origin=running.url, reconnection=True)
        if worker_of(line) == on:
            return line
        line.hang_up()
    raise AssertionError(f"no new socket came to {on}")


def worker_of(line: Line) -> int:
    return int(line.client.eio.sid.partition(".")[0])


def send_by_page(running: Fleet, talker: Talker, body: str) -> None:
    asked = urllib.request.Request(  # noqa: S310 - our own http
        f"{running.url}/api/v1/conversations/{talker.conversation}/messages",
        data=json.dumps({"body": body, "client_id": f"page-{uuid4().hex}"}).encode(),
        headers={
            "Cookie": talker.cookie,
            "X-CSRFToken": talker.token,
            "Content-Type": "application/json",
            "Referer": running.url,
        },
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        assert answer.status == 201
