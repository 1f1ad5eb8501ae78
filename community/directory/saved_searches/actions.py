"""Verbs of saved searches. Nobody who is found learns of it, so no fact is recorded."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.text import tidy_line
from community.directory.asking import Asked
from community.directory.saved_searches import queries
from community.directory.saved_searches.errors import (
    CannotLookNow,
    FindsTooMany,
    NameNeeded,
    NothingAsked,
    SearchTooLong,
    TooManySearches,
)
from community.directory.saved_searches.finding import Finds
from community.directory.saved_searches.models import SavedSearch, SavedSearchFind
from community.directory.saved_searches.policies import next_morning
from community.directory.wording import LONGEST_NAME

LONGEST_SEARCH = 4_000
MOST_SEARCHES = 50


def save_search(session: Session, actor: Actor, name: str, asked: Asked, finds: Finds | None) -> SavedSearch:
    """Keep a question under a name; with `finds`, whom it finds at this moment, there is an alert of who comes later.
    Saved again, it gets this name and this alert.

    Raises NameNeeded, NothingAsked, SearchTooLong, TooManySearches, FindsTooMany and CannotLookNow.
    """
    name, kept = _checked_name(name), asked.kept()
    if not kept:
        raise NothingAsked()
    if len(kept) > LONGEST_SEARCH:
        raise SearchTooLong()
    queries.hold(session, actor.id)
    search = queries.saved_as(session, actor, kept)
    if search is None:
        held = session.scalar(select(func.count()).where(SavedSearch.owner_id == actor.id)) or 0
        if held >= MOST_SEARCHES:
            raise TooManySearches()
        search = SavedSearch(public_id=secrets.token_urlsafe(16), owner_id=actor.id, asked=kept)
        search.saved_at = clock.now()
        session.add(search)
    search.name = name
    session.flush()
    _set_alert(session, actor, search, finds)
    return search


def rename_search(session: Session, actor: Actor, public_id: str, name: str) -> SavedSearch:
    """Raises NotFound and NameNeeded."""
    search = _held(session, actor, public_id)
    search.name = _checked_name(name)
    return search


def start_alert(session: Session, actor: Actor, public_id: str, finds: Finds) -> SavedSearch:
    """From now on tell of new people: of those who are not among `finds`. An alert that runs goes on as it is.

    Raises NotFound, FindsTooMany and CannotLookNow.
    """
    search = _held(session, actor, public_id)
    if not search.has_alert:
        _set_alert(session, actor, search, finds)
    return search


def end_alert(session: Session, actor: Actor, public_id: str) -> SavedSearch:
    """Raises NotFound."""
    search = _held(session, actor, public_id)
    _set_alert(session, actor, search, None)
    return search


def delete_search(session: Session, actor: Actor, public_id: str) -> None:
    """Raises NotFound."""
    session.delete(_held(session, actor, public_id))


def end_alerts_of(session: Session, owner_id: int) -> None:
    """All alerts of a member end; what they saved stays."""
    queries.hold(session, owner_id)
    searches = select(SavedSearch.id).where(SavedSearch.owner_id == owner_id)
    session.execute(delete(SavedSearchFind).where(SavedSearchFind.search_id.in_(searches)))
    session.execute(
        update(SavedSearch)
        .where(SavedSearch.owner_id == owner_id)
        .values(has_alert=False, noted_at=None, due_at=None)
    )


def note_finds(session: Session, search: SavedSearch, finds: Finds, due_at: datetime) -> frozenset[int]:
    """What the alert of a search has found at this moment is known from now on; it is asked again at `due_at`.
    Returns who is new. Nobody is, when it found too many people the last time or does now."""
    search.due_at = due_at
    if finds.too_many:
        _forget(session, search)
        return frozenset()
    before = queries.found_before(session, search)
    new = finds.ids - before
    if new:
        rows = [{"search_id": search.id, "member_id": member_id} for member_id in sorted(new)]
        session.execute(insert(SavedSearchFind), rows)
    is_first, search.noted_at = search.noted_at is None, clock.now()
    return frozenset() if is_first else new


def _set_alert(session: Session, actor: Actor, search: SavedSearch, finds: Finds | None) -> None:
    if finds is not None and finds.too_many:
        raise FindsTooMany()
    if finds is not None and not finds.ready:
        raise CannotLookNow()
    if finds is None:
        _forget(session, search)
        search.has_alert, search.due_at = False, None
    elif not search.has_alert:
        search.has_alert = True
        note_finds(session, search, finds, next_morning(clock.now(), actor.time_zone))


def _forget(session: Session, search: SavedSearch) -> None:
    session.execute(delete(SavedSearchFind).where(SavedSearchFind.search_id == search.id))
    search.noted_at = None


def _held(session: Session, actor: Actor, public_id: str) -> SavedSearch:
    queries.hold(session, actor.id)
    return queries.own(session, actor, public_id)


def _checked_name(name: str) -> str:
    text = tidy_line(name)
    if not text or len(text) > LONGEST_NAME:
        raise NameNeeded()
    return text
