"""Each morning of its owner every alert is asked, and one mail tells of all who are new."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.letters import tell
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.core import clock
from community.core.actor import Actor
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.directory.asking import Asked
from community.directory.saved_searches import actions, queries
from community.directory.saved_searches.finding import Finds, finds_for, finds_of
from community.directory.saved_searches.letters import Alert, NewOfSearch, alert_words
from community.directory.saved_searches.links import ending_url
from community.directory.saved_searches.models import SavedSearch
from community.directory.saved_searches.policies import next_morning
from community.profiles.models import Audience, Profile
from community.profiles.policies import is_in_directory
from community.profiles.queries import for_glances
from community.profiles.seen import Glance, glance

log = logging.getLogger(__name__)

BATCH = 100


@dataclass(frozen=True, slots=True)
class Look:
    """Whom a search finds now for its owner, and who of those who seem new would be found by anybody."""

    finds: Finds
    openly: frozenset[int]


def send_alerts() -> None:
    """Ask the alerts that are due. Who is new is noted in the transaction that writes the mail: whenever this is
    killed and run again, a person was noted and written of, or neither."""
    for owner_id in _owners_due():
        try:
            _ask_alerts_of(owner_id)
        except Exception:  # the others' mornings are as good
            db.session.rollback()
            log.exception("the alerts of member %d could not be asked", owner_id)


def _owners_due() -> Iterator[int]:
    now, last = clock.now(), 0
    while found := queries.owners_with_alerts_due(db.session(), now, last, BATCH):
        yield from found
        last = found[-1]


def _ask_alerts_of(owner_id: int) -> None:
    looks = _looks(db.session(), owner_id)  # before the unit of work: searching holds up nobody who writes
    if not all(one.finds.ready for one in looks.values()):
        return  # the next run asks again
    with unit_of_work() as session:
        queries.hold(session, owner_id)
        searches = queries.with_alerts(session, owner_id)
        if not any(one.due_at is not None and one.due_at <= clock.now() for one in searches):
            return  # somebody else was faster
        owner = session.get_one(Member, owner_id)
        morning = next_morning(clock.now(), owner.time_zone)
        news = []
        for search in searches:
            look = looks.get(search.id)
            if look is None:
                continue  # its alert has only just begun
            new = actions.note_finds(session, search, look.finds, morning)
            if new:
                news.append(_news_of(session, search, new, look.openly))
        if news:
            url = ending_url(owner_id)
            tell(session, owner, alert_words, Alert(news, url), unsubscribe_url=url)


def _looks(session: Session, owner_id: int) -> dict[int, Look]:
    owner = actor_of(session.get_one(Member, owner_id))
    return {one.id: _look(session, one, owner) for one in queries.with_alerts(session, owner_id)}


def _look(session: Session, search: SavedSearch, owner: Actor) -> Look:
    asked = Asked.from_kept(search.asked)
    found = finds_for(session, owner, asked)
    others = found.ids - {owner.id}
    seems_new = others - queries.found_before(session, search)
    openly = finds_of(session, Audience.PUBLIC, asked).ids & seems_new if seems_new else frozenset()
    return Look(Finds(others, found.too_many, found.ready), openly)


def _news_of(
    session: Session, search: SavedSearch, new: frozenset[int], openly: frozenset[int]
) -> NewOfSearch:
    people = _people(session, new & openly)
    return NewOfSearch(search.public_id, search.name, people, len(new) - len(people))


def _people(session: Session, ids: frozenset[int]) -> list[Glance]:
    """As everybody sees them, in the order of their names."""
    profiles = session.scalars(
        select(Profile)
        .join(Profile.member)
        .options(contains_eager(Profile.member), *for_glances())
        .where(is_in_directory(Audience.PUBLIC), Profile.member_id.in_(ids))
    )
    return sorted((glance(one, Audience.PUBLIC) for one in profiles), key=lambda one: one.display_name)
