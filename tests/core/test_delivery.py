"""The outbox: each durable subscriber gets each fact at least once, whatever fails on the way."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.core import clock, delivery, outbox
from community.core.delivery import BATCH, CLAIM, FIRST_RETRY, LAST_ATTEMPT, deliver_all_due, deliver_due
from community.core.events import Event, record
from community.core.outbox import OutboxDelivery, OutboxEvent
from community.core.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Event):
    number: int


class Bells:
    """Two durable subscribers; the first can be made to fail on some numbers."""

    def __init__(self) -> None:
        self.first: list[list[int]] = []
        self.second: list[int] = []
        self.poison: set[int] = set()

    def hear_first(self, facts: Sequence[BellRang]) -> None:
        numbers = [fact.number for fact in facts]
        if self.poison & set(numbers):
            raise ValueError("a poisoned fact")
        self.first.append(numbers)

    def hear_second(self, facts: Sequence[BellRang]) -> None:
        self.second += [fact.number for fact in facts]

    @property
    def first_heard(self) -> list[int]:
        return [number for batch in self.first for number in batch]


@pytest.fixture
def bells(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Bells:
    heard = Bells()
    monkeypatch.setitem(outbox.wiring().durable, BellRang, (heard.hear_first, heard.hear_second))
    return heard


def ring(*numbers: int) -> None:
    with unit_of_work() as session:
        for number in numbers:
            record(session, BellRang(number=number))


def waiting(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(OutboxDelivery)) or 0


def test_each_subscriber_gets_each_fact_in_order(bells: Bells, session: Session) -> None:
    ring(1, 2)
    ring(3)
    assert waiting(session) == 6
    deliver_all_due()
    assert (bells.first, bells.second) == ([[1, 2, 3]], [1, 2, 3])
    assert waiting(session) == 0
    assert deliver_due() == 0


def test_much_comes_in_batches(bells: Bells, session: Session) -> None:
    ring(*range(BATCH + 1))
    deliver_all_due()
    assert [len(batch) for batch in bells.first] == [BATCH, 1]


def test_a_subscriber_that_fails_is_tried_again_later_and_holds_up_nobody(
    bells: Bells, session: Session
) -> None:
    bells.poison = {1}
    ring(1)
    start = clock.now()
    with clock.at(start):
        deliver_all_due()
        assert (bells.first_heard, bells.second) == ([], [1])
        assert waiting(session) == 1
    bells.poison = set()
    with clock.at(start + FIRST_RETRY / 2):
        assert deliver_due() == 0
    with clock.at(start + FIRST_RETRY):
        deliver_all_due()
    assert bells.first_heard == [1]


def test_one_poisoned_fact_does_not_keep_the_others_back(bells: Bells, session: Session) -> None:
    bells.poison = {2}
    ring(1, 2, 3)
    moment = clock.now()
    with clock.at(moment):
        deliver_all_due()
    with clock.at(moment + FIRST_RETRY):
        deliver_all_due()
    assert bells.first_heard == [1, 3]
    assert waiting(session) == 1


def test_what_never_works_is_parked_for_the_operator(bells: Bells, session: Session) -> None:
    bells.poison = {1}
    ring(1)
    moment = clock.now()
    attempts = 0
    for _ in range(LAST_ATTEMPT + 3):
        with clock.at(moment):
            attempts += deliver_due() and "hear_first" in _subscribers_left(session)
            deliver_all_due()
        moment += timedelta(days=1)
    assert attempts == LAST_ATTEMPT
    parked = session.scalars(select(OutboxDelivery)).one()
    assert (parked.due_at, parked.attempts) == (None, LAST_ATTEMPT)


def _subscribers_left(session: Session) -> str:
    session.rollback()
    return " ".join(session.scalars(select(OutboxDelivery.subscriber)))


def test_a_claim_that_ran_out_is_taken_again(bells: Bells, session: Session) -> None:
    ring(1)
    start = clock.now()
    with clock.at(start):
        assert delivery._claim_batch() is not None  # a worker takes it, and dies
        deliver_all_due()
        assert bells.first_heard == []
    with clock.at(start + CLAIM + timedelta(seconds=1)):
        deliver_all_due()
    assert bells.first_heard == [1]


def test_a_slow_worker_that_fails_after_its_claim_ran_out_disturbs_nothing(
    bells: Bells, session: Session
) -> None:
    ring(1)
    slow = delivery._claim_batch()
    assert slow is not None
    with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
        deliver_all_due()
    delivery._put_back(slow)
    assert waiting(session) == 0


def test_a_fact_that_this_version_does_not_know_waits_and_blocks_nothing(
    bells: Bells, session: Session
) -> None:
    ring(1, 2)
    with unit_of_work() as writing:
        writing.scalars(select(OutboxEvent).order_by(OutboxEvent.id)).first().name = "FromTheFuture"  # type: ignore[union-attr]
    moment = clock.now()
    for _ in range(4):
        with clock.at(moment):
            deliver_all_due()
        moment += timedelta(seconds=10)
    assert bells.first_heard == [2]
    assert waiting(session) == 2


def test_two_workers_never_run_the_same_delivery(app: Flask, bells: Bells, session: Session) -> None:
    ring(*range(3 * BATCH))

    def work() -> None:
        with app.app_context():
            deliver_all_due()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(bells.first_heard) == sorted(bells.second) == list(range(3 * BATCH))
    assert waiting(session) == 0


def test_facts_that_everybody_knows_are_forgotten(bells: Bells, session: Session) -> None:
    ring(1)
    with clock.at(clock.now() - timedelta(days=8)):
        ring(2)
    with clock.at(clock.now() - timedelta(days=9)):
        ring(3)
    deliver_due()  # the first subscriber only
    delivery.prune()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(OutboxEvent)) == 3
    deliver_all_due()
    delivery.prune()
    session.rollback()
    assert [one.payload["number"] for one in session.scalars(select(OutboxEvent))] == [1]
