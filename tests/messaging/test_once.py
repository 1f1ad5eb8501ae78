"""One client id is one message: sent a hundred times at once, after a restart, and a week later."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.app import create_app
from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, jobs, queries
from community.messaging.actions import MessageDraft
from community.messaging.models import Conversation, Entry
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import do, say, talk_between

TIMES = 100


@pytest.mark.parametrize("gone", ["", "deleted", "disappeared"], ids=["there", "deleted", "disappeared"])
def test_a_hundred_at_once_after_a_restart_and_a_week_later(app: Flask, cast: Cast, gone: str) -> None:
    talk = talk_between(cast.amina, cast.awa)
    if gone == "disappeared":
        do(actions.set_expiry, cast.awa, talk, 1)
    before = _last(talk)
    amina = cast.amina

    def send(_: int) -> int:
        with app.app_context():
            try:
                return say(amina, talk, "Is the annex signed?", "once-for-all")
            finally:
                db.session.remove()

    with ThreadPoolExecutor(TIMES) as pool:
        numbers = set(pool.map(send, range(TIMES)))
    assert numbers == {before + 1}
    if gone == "deleted":
        do(actions.delete_message, amina, talk, before + 1)

    db.session.remove()
    restarted = create_app(app.extensions["settings"])
    with restarted.app_context():
        assert say(amina, talk, "Is the annex signed?", "once-for-all") == before + 1
        with clock.at(clock.now() + timedelta(days=7)):
            jobs.remove_expired()
            assert say(amina, talk, "Is the annex signed?", "once-for-all") == before + 1
        db.session.remove()
        db.engine.dispose()
    db.session.rollback()
    rows = select(func.count()).select_from(Entry).where(Entry.client_id == "once-for-all")
    assert db.session.scalar(rows) == 1
    assert _last(talk) == before + (2 if gone == "deleted" else 1)


def test_a_line_that_asks_without_waiting_gets_the_same_entry_each_time(
    cast: Cast, socket: Callable[[Person], Line]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    lines = [socket(cast.amina) for _ in range(4)]
    wish = {"conversation": talk, "body": "Is the annex signed?", "client_id": "once-for-all"}
    with ThreadPoolExecutor(len(lines) * 5) as pool:
        answers = list(pool.map(lambda turn: lines[turn % 4].ask("message.send", wish), range(20)))
    assert {one["entries"][0]["sequence"] for one in answers} == {2}
    assert _last(talk) == 2


@pytest.mark.parametrize("several", [False, True], ids=["one", "group"])
def test_a_first_message_a_hundred_times_at_once_begins_one_conversation(
    app: Flask, cast: Cast, several: bool
) -> None:
    amina, handles = cast.amina, [cast.awa.handle, *([cast.omar.handle] if several else [])]

    def begin(_: int) -> tuple[str, int]:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    others = queries.people_named(session, amina.actor, handles)
                    if several:
                        talk = actions.start_group(
                            session, amina.actor, others, "Annex", first="once-for-all"
                        )
                    else:
                        talk = actions.open_conversation(session, amina.actor, others[0])
                    draft = MessageDraft("Is the annex signed?", "once-for-all")
                    sent = actions.send_message(session, amina.actor, talk.public_id, draft)
                    return talk.public_id, sent.sequence
            finally:
                db.session.remove()

    with ThreadPoolExecutor(TIMES) as pool:
        begun = set(pool.map(begin, range(TIMES)))
    assert len(begun) == 1
    assert begin(0) in begun  # and when it is tried again after that
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 1
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1


def _last(talk: str) -> int:
    db.session.rollback()
    last = db.session.scalar(select(Conversation.last_sequence).where(Conversation.public_id == talk))
    assert last is not None
    return last
