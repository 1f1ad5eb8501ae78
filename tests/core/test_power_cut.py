"""kill -9 between the commit and what follows it: nothing that was committed is forgotten."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.core.mail import Mail
from community.core.outbox import OutboxDelivery
from tests.killed import run_python

pytestmark = pytest.mark.slow

ROUNDS = 5

COMMITS_AND_DIES = f"""
from community.core import outbox
from community.core.mail import write_mail
from community.core.unit_of_work import unit_of_work

(moment,) = asked

def commit():
    if moment == "after the commit":
        outbox.tell_live = die
    with unit_of_work() as session:
        write_mail(session, recipient="awa@ndiaye.example", subject="Kept", body="whole")
        if moment == "before the commit":
            session.flush()
            die()

for _ in range({ROUNDS}):
    must_die(commit)
"""


STARTS_AGAIN = """
import time
from community.core.db import db
from community.core.outbox import OutboxDelivery

app.extensions["jobs"].start_consumer()
deadline = time.monotonic() + 20
with app.app_context():
    while db.session.query(OutboxDelivery).count() and time.monotonic() < deadline:
        db.session.rollback()
app.extensions["jobs"].stop_consumer()
"""


def count(session: Session, what: type[Mail | OutboxDelivery]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_what_was_committed_is_delivered_after_the_restart(app: Flask, session: Session) -> None:
    run_python(app, COMMITS_AND_DIES, "after the commit")
    assert (count(session, Mail), count(session, OutboxDelivery)) == (ROUNDS, ROUNDS)
    run_python(app, STARTS_AGAIN)
    assert (count(session, Mail), count(session, OutboxDelivery)) == (ROUNDS, 0)


def test_what_was_not_committed_has_not_happened(app: Flask, session: Session) -> None:
    run_python(app, COMMITS_AND_DIES, "before the commit")
    assert (count(session, Mail), count(session, OutboxDelivery)) == (0, 0)
