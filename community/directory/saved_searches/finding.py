"""Whom a saved search finds for one audience, as ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.directory.asking import Asked
from community.directory.documents import SEARCHING
from community.directory.engine import engine
from community.profiles.audiences import audience_of
from community.profiles.models import Audience, Profile
from community.profiles.policies import is_in_directory
from community.profiles.taxonomy import taxonomy
from community.search.engine import MAXIMUM_PAGE_SIZE, Query

MOST_FOUND = 1000
"""A search that finds more has no alert."""


@dataclass(frozen=True, slots=True)
class Finds:
    """`ids` of all whom a question finds; none where they are `too_many`, or where the index is not `ready`."""

    ids: frozenset[int] = frozenset()
    too_many: bool = False
    ready: bool = True


def finds_of(session: Session, audience: Audience, asked: Asked) -> Finds:
    """Everybody who matches all of what is asked and whom the directory shows to this audience. A moment before which
    somebody can talk is left aside: it says nothing of who is new.

    Who matches some of the words only, which a page shows for want of better, is no find.
    """
    question = asked.with_topics_of(taxonomy(session)).query(SEARCHING[audience])
    query = replace(question, facets=(), page=1, page_size=MAXIMUM_PAGE_SIZE)
    first = engine().search(query)
    if first.rebuilding or first.partial:
        return Finds(ready=not first.rebuilding)
    if first.total > MOST_FOUND:
        return Finds(too_many=True)
    hits = {hit.id for hit in first.hits} | set(_further(query, first.total))
    listed = is_in_directory(audience) & Profile.member_id.in_(hits)
    return Finds(frozenset(session.scalars(select(Profile.member_id).join(Profile.member).where(listed))))


def finds_for(session: Session, actor: Actor, asked: Asked) -> Finds:
    """With the audience that the actor belongs to at this moment."""
    return finds_of(session, audience_of(session, actor), asked)


def _further(query: Query, total: int) -> Iterator[int]:
    for page in range(2, -(-total // MAXIMUM_PAGE_SIZE) + 1):
        yield from (hit.id for hit in engine().search(replace(query, page=page)).hits)
