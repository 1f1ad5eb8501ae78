"""Reads of the taxonomy."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.directory.documents import SEARCHING
from community.directory.engine import engine
from community.profiles.audiences import audience_of
from community.search.engine import Query
from community.topics.models import TopicChange

LOG_LENGTH = 50


def people_by_topic(session: Session, actor: Actor) -> dict[str, int]:
    """Slug -> how many people this reader finds by it in the directory: what is hidden from them is not counted."""
    asked = Query(text="", audience=SEARCHING[audience_of(session, actor)], facets=("topic",), page_size=1)
    return dict(engine().search(asked).facet_counts.get("topic", {}))


def changes(session: Session, topic_id: int | None = None) -> Sequence[TopicChange]:
    """The log of one topic, or the latest of all, newest first."""
    found = select(TopicChange).order_by(TopicChange.at.desc(), TopicChange.id.desc()).limit(LOG_LENGTH)
    return session.scalars(found if topic_id is None else found.where(TopicChange.topic_id == topic_id)).all()
