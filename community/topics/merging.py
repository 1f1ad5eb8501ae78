"""Two topics become one, and nobody is lost: all of it in the running unit of work, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase, and_, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from community.core.actor import Actor
from community.profiles.audiences import narrower
from community.profiles.models import NotMyField, ProfileTopic, Topic, TopicEvidence
from community.profiles.taxonomy import LANGUAGES
from community.stories.models import StoryTopic
from community.topics.actions import at_hand, note, touch
from community.topics.drafts import each_once
from community.topics.errors import CannotMerge
from community.topics.models import Deed

JOINED = {
    ProfileTopic: ProfileTopic.member_id,
    NotMyField: NotMyField.member_id,
    StoryTopic: StoryTopic.story_id,
}
"""Every mapped class that points at a topic -> whose it is. A test compares it with the foreign keys of the
database, and the key of a class that is forgotten here keeps its topic from being taken away."""

Joined = type[ProfileTopic] | type[NotMyField] | type[StoryTopic]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge moved: how many had only the topic that went, and how many had both."""

    people: int
    people_with_both: int
    stories: int
    stories_with_both: int


def merge_topics(session: Session, actor: Actor, gone_slug: str, kept_slug: str) -> Merged:
    """Let `kept` take the place of `gone`, for good.

    Everyone who had either has `kept` once: with the better place, the narrower audience and the evidence of both.
    Its words become other words of `kept`, and its slug finds `kept` from now on. Raises NotFound, NotAllowed and
    CannotMerge.
    """
    for slug in sorted(
        (gone_slug, kept_slug)
    ):  # locked in one order: two editors must not wait for each other
        at_hand(session, actor, slug)
    gone, kept = at_hand(session, actor, gone_slug), at_hand(session, actor, kept_slug)
    if gone.id == kept.id or kept.retired_at is not None:
        raise CannotMerge(field="kept")
    _unite_evidence(session, gone.id, kept.id)
    people, people_with_both = _join(session, ProfileTopic, gone.id, kept.id)
    stories, stories_with_both = _join(session, StoryTopic, gone.id, kept.id)
    _join(session, NotMyField, gone.id, kept.id)
    _deny_nothing_that_is_known(session, kept.id)
    merged = Merged(people, people_with_both, stories, stories_with_both)
    note(session, actor, kept, Deed.MERGED, {"slug": gone.slug, "label": gone.label("en"), **asdict(merged)})
    _unite_words(gone, kept)
    touch(session, kept)
    session.flush()
    session.delete(gone)
    return merged


def _join(session: Session, model: Joined, gone: int, kept: int) -> tuple[int, int]:
    """Let the rows of `gone` say `kept`. Returns how many did, and how many went because `kept` was there already."""
    owner = JOINED[model]
    _keep_the_better(session, model, owner, gone, kept)
    has_kept = select(owner).where(model.topic_id == kept)
    both = _run(session, delete(model).where(model.topic_id == gone, owner.in_(has_kept)))
    moved = _run(session, update(model).where(model.topic_id == gone).values(topic_id=kept))
    return moved, both


def _keep_the_better(
    session: Session, model: Joined, owner: InstrumentedAttribute[int], gone: int, kept: int
) -> None:
    """Where both are: the better place and the narrower audience, at `kept`."""
    rules: dict[str, Callable[[Any, Any], Any]] = {"position": min, "audience": narrower}
    columns = [name for name in rules if hasattr(model, name)]
    going = aliased(model)
    pairs = session.execute(
        select(owner, *(getattr(one, name) for name in columns for one in (model, going)))
        .join(going, and_(getattr(going, owner.key) == owner, going.topic_id == gone))
        .where(model.topic_id == kept)
    ).all()
    for whose, *values in pairs:
        better = {
            name: rules[name](values[2 * place], values[2 * place + 1]) for place, name in enumerate(columns)
        }
        _run(session, update(model).where(owner == whose, model.topic_id == kept).values(**better))


def _unite_evidence(session: Session, gone: int, kept: int) -> None:
    """Of those who have both: what proves one proves the other, and what proves both does so once. The evidence of
    the others follows its topic by the database's own rule (ON UPDATE CASCADE)."""
    proofs = ("publication_id", "appearance_id", "reply_id")
    held = aliased(TopicEvidence)
    has_kept = select(ProfileTopic.member_id).where(ProfileTopic.topic_id == kept)
    proved_already = select(held.id).where(
        held.member_id == TopicEvidence.member_id,
        held.topic_id == kept,
        or_(*(getattr(held, one) == getattr(TopicEvidence, one) for one in proofs)),
    )
    _run(
        session,
        update(TopicEvidence)
        .where(
            TopicEvidence.topic_id == gone, TopicEvidence.member_id.in_(has_kept), ~proved_already.exists()
        )
        .values(topic_id=kept),
    )


def _deny_nothing_that_is_known(session: Session, kept: int) -> None:
    """Who knew one topic and said that the other was not their field knows the one that is left."""
    knows = select(ProfileTopic.member_id).where(ProfileTopic.topic_id == kept)
    _run(session, delete(NotMyField).where(NotMyField.topic_id == kept, NotMyField.member_id.in_(knows)))


def _unite_words(gone: Topic, kept: Topic) -> None:
    """What found the one finds the other: labels become other words, former slugs stay."""
    words = {}
    for language in LANGUAGES:
        label = gone.labels.get(language, "")
        found = (*kept.synonyms.get(language, ()), label, *gone.synonyms.get(language, ()))
        words[language] = list(each_once(found, kept.labels.get(language, "")))
    kept.synonyms = words
    kept.former_slugs = list(dict.fromkeys((*kept.former_slugs, gone.slug, *gone.former_slugs)))
    kept.is_sensitive = kept.is_sensitive or gone.is_sensitive


def _run(session: Session, statement: UpdateBase) -> int:
    """How many rows it changed. Nothing of these tables is held by the session in a merge."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return int(cast(CursorResult[Any], result).rowcount)
