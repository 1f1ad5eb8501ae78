"""Verbs of the desk about replies as evidence."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import Invalid
from community.discussions.endorsing.queries import Endorsable, endorsable
from community.profiles import endorsing
from community.profiles.models import Profile, ProfileTopic
from community.profiles.taxonomy import taxonomy


def endorse(session: Session, actor: Actor, slug: str, sequence: int, topic: str) -> Member:
    """The reply shows that its author knows the topic. Raises NotFound, and Invalid for a topic that is not theirs."""
    found, held = _found(session, actor, slug, sequence, topic)
    endorsing.endorse(
        session,
        actor,
        held,
        reply_id=found.reply.id,
        title=found.story.title,
        url=f"/stories/{found.story.slug}#reply-{sequence}",
    )
    return found.author


def take_back(session: Session, actor: Actor, slug: str, sequence: int, topic: str) -> Member:
    """Any editor may. Raises as `endorse`."""
    found, held = _found(session, actor, slug, sequence, topic)
    endorsing.take_back(session, held, found.reply.id)
    return found.author


def _found(
    session: Session, actor: Actor, slug: str, sequence: int, topic: str
) -> tuple[Endorsable, ProfileTopic]:
    found = endorsable(session, actor, slug, sequence)
    session.get_one(Profile, found.author.id, with_for_update=True)
    entry = taxonomy(session).by_slug.get(topic)
    held = next((one for one in found.topics if entry and one.topic_id == entry.id), None)
    if held is None:
        raise Invalid(_("This is none of their topics."), field="topic")
    return found, held
