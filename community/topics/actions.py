"""Verbs of the taxonomy: for editors, each noted with their name."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotAllowed, NotFound
from community.core.text import slugify
from community.profiles.models import Topic
from community.profiles.taxonomy import note_changed, taxonomy
from community.topics.drafts import TopicDraft, faults
from community.topics.errors import TopicChangedMeanwhile, TopicInvalid
from community.topics.models import Deed, TopicChange

FIELDS = ("group", "openalex", "labels", "synonyms", "is_sensitive")


def add_topic(session: Session, actor: Actor, draft: TopicDraft) -> Topic:
    """A new topic, at the end of its group. Raises TopicInvalid."""
    _expect_editor(actor)
    topics = taxonomy(session)
    wrong = faults(draft, topics, None)
    if wrong:
        raise TopicInvalid(wrong)
    topic = Topic(
        slug=_free_slug(draft.labels["en"], topics.by_slug), edited_at=clock.now(), **_fields(draft)
    )
    session.add(topic)
    session.flush()
    note(session, actor, topic, Deed.ADDED)
    return topic


def edit_topic(session: Session, actor: Actor, slug: str, version: int, draft: TopicDraft) -> Topic:
    """Word a topic anew. Raises NotFound, TopicInvalid, and TopicChangedMeanwhile for a draft of another version."""
    topic = at_hand(session, actor, slug)
    if version_of(topic) != version:
        raise TopicChangedMeanwhile()
    topics = taxonomy(session)
    wrong = faults(draft, topics, topics.by_id[topic.id])
    if wrong:
        raise TopicInvalid(wrong)
    wanted = _fields(draft)
    changes = {
        name: [getattr(topic, name), wanted[name]] for name in FIELDS if getattr(topic, name) != wanted[name]
    }
    if changes:
        for name, (_before, after) in changes.items():
            setattr(topic, name, after)
        touch(session, topic)
        note(session, actor, topic, Deed.WORDED, changes)
    return topic


def retire_topic(session: Session, actor: Actor, slug: str) -> Topic:
    """Offer it to nobody any more; whoever has it keeps it, and is found by it."""
    topic = at_hand(session, actor, slug)
    if topic.retired_at is None:
        topic.retired_at = clock.now()
        touch(session, topic)
        note(session, actor, topic, Deed.RETIRED)
    return topic


def offer_topic(session: Session, actor: Actor, slug: str) -> Topic:
    """Offer a retired topic again."""
    topic = at_hand(session, actor, slug)
    if topic.retired_at is not None:
        topic.retired_at = None
        touch(session, topic)
        note(session, actor, topic, Deed.OFFERED)
    return topic


def at_hand(session: Session, actor: Actor, slug: str) -> Topic:
    """The topic, locked, as an editor may change it; a former slug finds it as well. Raises NotFound, NotAllowed."""
    _expect_editor(actor)
    entry = taxonomy(session).by_slug.get(slug)
    topic = session.get(Topic, entry.id, with_for_update=True, populate_existing=True) if entry else None
    if topic is None:
        raise NotFound()
    return topic


def touch(session: Session, topic: Topic) -> None:
    """From now on it is the editors': a later version of the file does not change it."""
    topic.edited_at = clock.now()
    note_changed(session, topic)


def note(
    session: Session, actor: Actor, topic: Topic, deed: Deed, detail: dict[str, Any] | None = None
) -> None:
    """A line in the log of the taxonomy."""
    session.add(
        TopicChange(
            topic_id=topic.id,
            slug=topic.slug,
            deed=deed,
            detail=detail or {},
            editor_id=actor.id,
            at=clock.now(),
        )
    )


def version_of(topic: Topic) -> int:
    """What tells two states of a topic apart, for a form to carry."""
    return int(topic.updated_at.timestamp() * 1_000_000)


def _expect_editor(actor: Actor) -> None:
    if not actor.is_editor:
        raise NotAllowed()


def _fields(draft: TopicDraft) -> dict[str, Any]:
    return {
        "group": draft.group,
        "openalex": draft.openalex,
        "labels": dict(draft.labels),
        "synonyms": {language: list(words) for language, words in draft.synonyms.items()},
        "is_sensitive": draft.is_sensitive,
    }


def _free_slug(label: str, taken: Container[str]) -> str:
    wish = slugify(label, fallback="topic", length=60)
    slug, number = wish, 2
    while slug in taken:
        slug, number = f"{wish}-{number}", number + 1
    return slug
