"""What is done outside of a request: previews that nobody decided on are forgotten, titles are looked up."""

from __future__ import annotations

import time
from collections.abc import Sequence

from flask import current_app

from community.config import Settings
from community.core.db import db
from community.core.outgoing import Unreachable
from community.core.unit_of_work import unit_of_work
from community.profiles.bringing import actions
from community.profiles.bringing.events import TitlesWanted
from community.profiles.bringing.fetching import work_of
from community.profiles.bringing.models import Batch
from community.profiles.bringing.offers import Preview
from community.profiles.bringing.records import Work

_SECONDS = 30
"""At most for one turn, so that other deliveries are not kept waiting; then the rest gets its own turn."""
_MOST_FAILURES = 3
"""In a row: then nobody answers, and the rest of this file is given up."""


def forget_previews() -> None:
    """Each hour."""
    with unit_of_work() as session:
        actions.forget_previews(session)


def look_up_titles(facts: Sequence[TitlesWanted]) -> None:
    """Durable subscriber: ask what the DOIs of a preview stand for."""
    settings: Settings = current_app.extensions["settings"]
    for batch_id in dict.fromkeys(fact.batch_id for fact in facts):
        batch = db.session.get(Batch, batch_id)
        asked = Preview.from_json(batch.preview).asked if batch else ()
        db.session.rollback()
        if asked:
            found = _looked_up(settings, asked)
            with unit_of_work() as session:
                actions.fill_in(session, batch_id, found)


def _looked_up(settings: Settings, dois: Sequence[str]) -> dict[str, Work | None]:
    """As many as there is time for, one at least."""
    found: dict[str, Work | None] = {}
    ends, failures = time.monotonic() + _SECONDS, 0
    for doi in dois:
        try:
            found[doi], failures = work_of(settings, doi), 0
        except Unreachable:
            found[doi], failures = None, failures + 1
        if failures == _MOST_FAILURES:
            return dict.fromkeys(dois) | found
        if time.monotonic() > ends:
            break
    return found
