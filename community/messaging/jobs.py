"""Periodic work of messaging."""

from __future__ import annotations

from community.core import clock
from community.core.db import db, forget_removed
from community.core.unit_of_work import unit_of_work
from community.messaging.actions import expiring


def remove_expired() -> None:
    """Each minute: what has expired leaves the database. Running twice removes once."""
    now, removed = clock.now(), 0
    ids = expiring.with_expired(db.session(), now)
    db.session.rollback()
    for conversation_id in ids:
        with unit_of_work() as session:
            removed += expiring.remove_expired(session, conversation_id, now)
    if removed:
        forget_removed()
