"""kill -9 in the middle of a morning, and two workers in the same one: each new person is told of once, no one less."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.core.db import db
from community.directory.saved_searches.models import SavedSearchFind
from tests.cast import Cast
from tests.killed import run_python
from tests.profiles.drafts import publish
from tests.saved_searches.conftest import keep
from tests.saved_searches.test_alerts import HYDROPOWER, MORNING, ask, mail_of

pytestmark = pytest.mark.slow

Follow = Callable[[], None]

ASKS_AND_DIES = f"""
from datetime import datetime
from community.core import clock, outbox
from community.directory.saved_searches import jobs

(moment,) = asked
tell = jobs.tell

def tell_and_die(session, *about, **more):
    tell(session, *about, **more)
    session.flush()
    die()

def send():
    if moment == "after the commit":
        outbox.tell_live = die
    else:
        jobs.tell = tell_and_die
    with clock.at(datetime.fromisoformat("{MORNING.isoformat()}")):
        jobs.send_alerts()

must_die(send)
"""


@pytest.mark.parametrize(("moment", "left"), [("before the commit", 0), ("after the commit", 1)])
def test_the_next_run_goes_on_where_it_was(
    app: Flask, people: Cast, follow: Follow, moment: str, left: int
) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    publish(people.chen_hao)
    follow()
    known = select(func.count()).select_from(SavedSearchFind)
    before = db.session.scalar(known) or 0
    db.session.rollback()
    run_python(app, ASKS_AND_DIES, moment)
    assert len(mail_of(people.amina)) == left
    assert db.session.scalar(known) == before + 2 * left
    ask()
    ask()
    (mail,) = mail_of(people.amina)
    assert (mail.body.count("· Zhang Wei"), mail.body.count("· Chen Hao")) == (1, 1)


def test_two_workers_in_the_same_morning(app: Flask, people: Cast, follow: Follow) -> None:
    for owner in (people.amina, people.omar, people.rafael):
        keep(owner, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    begin = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            begin.wait(timeout=10)
            ask(MORNING + timedelta(hours=5))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=30)
    assert [len(mail_of(one)) for one in (people.amina, people.omar, people.rafael)] == [1, 1, 1]
