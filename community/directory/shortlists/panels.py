"""Whom a one-sided list leaves out: the directory, narrowed to the same topics and to the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.directory.asking import Asked
from community.directory.documents import SEARCHING
from community.directory.engine import engine
from community.directory.shortlists.policies import OneSided
from community.profiles.audiences import audience_of
from community.profiles.seen import Seen
from community.profiles.taxonomy import taxonomy

_FACET = {"country": "country_based", "kind": "kind"}
_TOPICS = 3
_VALUES = 12
"""An address that somebody may share stays short."""


def the_others(session: Session, actor: Actor, people: Sequence[Seen], found: OneSided) -> Asked:
    """People on the topics that most of these share, who do not have what all of these have in common. Institutions
    are no facet: there the topics alone narrow."""
    shared = _shared_topics(session, people)
    asked = Asked(filters={"topic": shared} if shared else {})
    facet = _FACET.get(found.what)
    if facet is None:
        return asked
    query = replace(asked.query(SEARCHING[audience_of(session, actor)]), facets=(facet,), page_size=1)
    counts = engine().search(query).facet_counts.get(facet, {})
    most = sorted((value for value in counts if value != found.value), key=lambda one: (-counts[one], one))
    return replace(asked, filters={**asked.filters, facet: tuple(most[:_VALUES])}) if most else asked


def _shared_topics(session: Session, people: Sequence[Seen]) -> tuple[str, ...]:
    """Those of at least half of them, else the one of most."""
    topics = taxonomy(session).by_id
    counted = Counter(topics[one.topic_id].slug for person in people for one in person.topics)
    order = sorted(counted, key=lambda slug: (-counted[slug], slug))
    of_half = [slug for slug in order if 2 * counted[slug] >= len(people)]
    return tuple(of_half[:_TOPICS] or order[:1])
