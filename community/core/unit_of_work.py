"""One change, whole or not at all: the transaction, its facts, and what follows the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from community.core import outbox
from community.core.db import WRITE, db, waited_too_long
from community.core.errors import Busy
from community.core.events import take_recorded

_OPEN = "unit_of_work_is_open"


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Run one action, then commit.

    The door's reads end here: SQLite's write lock is taken before the action reads anything, so what an
    action read is still true when it writes. After the commit live subscribers are told and the worker is
    woken for the durable ones. Any exception rolls everything back, facts included.

    Raises Busy when others wrote for too long, and RuntimeError inside of another unit of work, or when something was
    changed outside of one.
    """
    session = db.session()
    if session.info.get(_OPEN):
        raise RuntimeError("a unit of work is open already: one door, one change")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("there are changes outside of a unit of work")
    session.rollback()
    session.expire_all()  # without a transaction to end, a rollback forgets nothing
    take_recorded(session)  # what was recorded outside of a unit of work has not happened
    session.info[_OPEN] = True
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        session.flush()
        events = take_recorded(session)
        is_followed = outbox.write(session, events)
        session.commit()
    except BaseException as fault:
        take_recorded(session)
        session.rollback()
        if isinstance(fault, DBAPIError) and waited_too_long(fault):
            raise Busy from fault
        raise
    finally:
        session.info.pop(_OPEN, None)
    outbox.tell_live(events)
    if is_followed:
        current_app.extensions["jobs"].wake()
