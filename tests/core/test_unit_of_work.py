"""One change, whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import outbox
from community.core.db import db
from community.core.events import Event, record
from community.core.outbox import OutboxDelivery, OutboxEvent
from community.core.unit_of_work import unit_of_work
from tests.cast import Cast


@dataclass(frozen=True, slots=True, kw_only=True)
class NameNoted(Event):
    member_id: int


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[NameNoted]:
    """What a live subscriber heard; there is a durable one as well."""
    heard: list[NameNoted] = []
    wiring = outbox.wiring()
    monkeypatch.setitem(wiring.live, NameNoted, (heard.extend,))
    monkeypatch.setitem(wiring.durable, NameNoted, (forget,))
    return heard


def forget(facts: object) -> None:
    """A durable subscriber that has nothing to do."""


def facts_kept(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxEvent.name).where(OutboxEvent.name == "NameNoted")))


def test_a_change_and_its_fact_commit_together(cast: Cast, told: list[NameNoted], session: Session) -> None:
    awa = cast.awa
    with unit_of_work() as writing:
        writing.get_one(Member, awa.id).display_name = "Awa N."
        record(writing, NameNoted(member_id=awa.id))
        assert told == []
    assert told == [NameNoted(member_id=awa.id)]
    assert facts_kept(session) == ["NameNoted"]
    assert session.scalar(
        select(OutboxDelivery.subscriber).join(OutboxEvent).where(OutboxEvent.name == "NameNoted")
    )


def rename_and_fail(member_id: int) -> None:
    with unit_of_work() as writing:
        writing.get_one(Member, member_id).display_name = "Nobody"
        record(writing, NameNoted(member_id=member_id))
        writing.flush()
        raise ZeroDivisionError


def test_neither_is_left_when_the_action_fails(cast: Cast, told: list[NameNoted], session: Session) -> None:
    awa = cast.awa
    with pytest.raises(ZeroDivisionError):
        rename_and_fail(awa.id)
    assert session.get_one(Member, awa.id, populate_existing=True).display_name == "Awa Ndiaye"
    assert (told, facts_kept(session)) == ([], [])

    with unit_of_work():
        pass  # and the next one does not inherit the fact
    assert (told, facts_kept(session)) == ([], [])


def test_a_unit_of_work_inside_of_another_is_refused_and_loses_nothing(cast: Cast, session: Session) -> None:
    awa = cast.awa
    with unit_of_work() as writing:
        writing.get_one(Member, awa.id).display_name = "Awa N."
        writing.flush()
        with pytest.raises(RuntimeError, match="open already"), unit_of_work():
            pass
    assert session.get_one(Member, awa.id, populate_existing=True).display_name == "Awa N."


def test_a_change_outside_of_a_unit_of_work_is_refused(cast: Cast, session: Session) -> None:
    session.get_one(Member, cast.awa.id).display_name = "By the way"
    with pytest.raises(RuntimeError, match="outside of a unit of work"), unit_of_work():
        pass
    session.rollback()


def test_a_deaf_live_subscriber_does_not_undo_the_change(
    told: list[NameNoted], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(facts: Sequence[NameNoted]) -> None:
        raise ConnectionError("nobody listens")

    monkeypatch.setitem(outbox.wiring().live, NameNoted, (fail, told.extend))
    with unit_of_work() as writing:
        record(writing, NameNoted(member_id=7))
    assert len(told) == 1
    assert facts_kept(session) == ["NameNoted"]


def test_a_queue_that_is_away_does_not_undo_the_change(
    app: Flask, told: list[NameNoted], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ConnectionError("the queue is away")

    monkeypatch.setattr(app.extensions["jobs"], "_deliver", fail)
    with unit_of_work() as writing:
        record(writing, NameNoted(member_id=7))
    assert facts_kept(session) == ["NameNoted"]


def test_no_update_is_lost_between_threads(app: Flask, cast: Cast, session: Session) -> None:
    """Each reads, adds one and writes. Without the lock taken first, SQLite loses some of them in silence."""
    member_id, each, threads = cast.awa.id, 10, 4
    with unit_of_work() as writing:
        writing.get_one(Member, member_id).native_name = "0"

    def add() -> None:
        with app.app_context():
            for _ in range(each):
                with unit_of_work() as writing:
                    member = writing.get_one(Member, member_id, with_for_update=True)
                    member.native_name = str(int(member.native_name or 0) + 1)

    run_at_once(add, threads)
    assert session.get_one(Member, member_id, populate_existing=True).native_name == str(each * threads)


def run_at_once(work: Callable[[], None], times: int) -> None:
    faults: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - handed to the test's own thread
            faults.append(fault)

    workers = [threading.Thread(target=guarded) for _ in range(times)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not faults, faults


def test_sqlite_is_set_up_as_promised(app: Flask, session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the embedded shape only")
    with db.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def test_postgres_does_not_wait_for_ever_for_who_holds_a_row(app: Flask, session: Session) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("the scaled-out shape only")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"


def test_a_reader_does_not_wait_for_a_writer(app: Flask, cast: Cast) -> None:
    awa = cast.awa
    with unit_of_work() as writing:
        writing.get_one(Member, awa.id).display_name = "Being written"
        writing.flush()
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Member)) == 1


def test_faults_of_the_database_do_not_tell_what_was_written(app: Flask, cast: Cast) -> None:
    awa = cast.awa
    with pytest.raises(IntegrityError) as caught, unit_of_work() as writing:
        writing.add(Member(handle=awa.handle, display_name="X", email="secret@x.example", fs_uniquifier="u"))
    assert "secret@x.example" not in str(caught.value)
