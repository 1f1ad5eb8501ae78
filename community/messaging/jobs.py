"""Periodic work of messaging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from community.core import clock
from community.core.db import db, forget_removed
from community.core.unit_of_work import unit_of_work
from community.messaging.actions import expiring
from community.messaging.events import FilesDropped
from community.messaging.files import rows, store
from community.messaging.files.models import Attachment
from community.messaging.models import Entry, Reaction

UNSENT_FOR = timedelta(hours=36)
"""A phone may be without a line for a day."""


def remove_expired() -> None:
    """Each minute: what has expired leaves the database. Running twice removes once."""
    now, removed = clock.now(), 0
    ids = expiring.with_expired(db.session(), now)
    db.session.rollback()
    for conversation_id in ids:
        with unit_of_work() as session:
            removed += expiring.remove_expired(session, conversation_id, now)
    if removed:
        forget_words()


def forget_words() -> None:
    """Each hour, too: what was deleted, or had other words before it was edited, leaves the database's files."""
    forget_removed(Entry.__tablename__, Reaction.__tablename__, Attachment.__tablename__)


def forget_unsent_files() -> None:
    """Each hour: what was uploaded and never sent, and what a process that was cut off left in the folder."""
    with unit_of_work() as session:
        rows.drop_unsent(session, clock.now() - UNSENT_FOR)
    left = store.left_behind()
    store.forget_all(rows.without_row(db.session(), left))
    db.session.rollback()


def delete_files(facts: Sequence[FilesDropped]) -> None:
    """Durable subscriber: the bytes go after the commit that dropped them, so that none is missing before."""
    for fact in facts:
        store.forget_all(fact.ids)
