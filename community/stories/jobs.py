"""Periodic work of stories."""

from __future__ import annotations

from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.stories import actions, queries


def publish_scheduled() -> None:
    """Publish what is due. Running twice publishes once: the second finds nothing that is still scheduled."""
    is_due = queries.has_due(db.session())
    db.session.rollback()
    if is_due:
        with unit_of_work() as session:
            actions.publish_due(session)
