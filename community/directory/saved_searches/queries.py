"""Reads of saved searches. Each starts from the actor: what is not theirs is not found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import NotFound
from community.directory.asking import Asked
from community.directory.saved_searches.models import SavedSearch, SavedSearchFind
from community.profiles.taxonomy import Taxonomy, taxonomy


def hold(session: Session, owner_id: int) -> None:
    """Whoever changes this member's searches or asks their alerts waits until the end of the unit of work."""
    owner = select(Member.id).where(Member.id == owner_id)
    session.execute(owner.with_for_update(key_share=True))  # what refers to the member need not wait


def own(session: Session, actor: Actor, public_id: str) -> SavedSearch:
    """A search of the actor's. Raises NotFound."""
    found = session.scalar(
        select(SavedSearch).where(SavedSearch.owner_id == actor.id, SavedSearch.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def searches_of(session: Session, actor: Actor) -> list[SavedSearch]:
    """All of the actor's, saved last first."""
    return list(
        session.scalars(
            select(SavedSearch)
            .where(SavedSearch.owner_id == actor.id)
            .order_by(SavedSearch.saved_at.desc(), SavedSearch.id.desc())
        )
    )


def saved_as(session: Session, actor: Actor, kept: str) -> SavedSearch | None:
    """The search of the actor's that asks the same today; it may name topics that were merged since."""
    topics = taxonomy(session)
    candidates = session.scalars(
        select(SavedSearch)
        .where(
            SavedSearch.owner_id == actor.id,
            or_(SavedSearch.asked == kept, SavedSearch.asked.contains("topic=")),
        )
        .order_by(SavedSearch.id)
    )
    today = (one for one in candidates if question_of(one, topics).kept() == kept)
    return next(today, None)


def question_of(search: SavedSearch, topics: Taxonomy) -> Asked:
    """What it asks, by the topics of today."""
    return Asked.from_kept(search.asked).with_topics_of(topics)


def owners_with_alerts_due(session: Session, now: datetime, after: int, limit: int) -> list[int]:
    """Ids of members whose alerts are to be asked, from the one after `after` on."""
    return list(
        session.scalars(
            select(SavedSearch.owner_id)
            .where(SavedSearch.due_at <= now, SavedSearch.owner_id > after)
            .distinct()
            .order_by(SavedSearch.owner_id)
            .limit(limit)
        )
    )


def with_alerts(session: Session, owner_id: int) -> list[SavedSearch]:
    """A member's searches that have an alert, saved first first."""
    return list(
        session.scalars(
            select(SavedSearch)
            .where(SavedSearch.owner_id == owner_id, SavedSearch.has_alert)
            .order_by(SavedSearch.saved_at, SavedSearch.id)
        )
    )


def found_before(session: Session, search: SavedSearch) -> set[int]:
    """Ids of those of whom its owner knows."""
    return set(
        session.scalars(select(SavedSearchFind.member_id).where(SavedSearchFind.search_id == search.id))
    )
