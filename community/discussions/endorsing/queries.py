"""Reads: a reply that can be evidence, and the topics of whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import NotFound
from community.discussions.models import Reply, ReplyState
from community.profiles.audiences import audience_of, within
from community.profiles.models import Profile, ProfileTopic
from community.profiles.policies import is_open
from community.stories.models import Story
from community.stories.queries import by_slug


@dataclass(frozen=True, slots=True)
class Endorsable:
    reply: Reply
    story: Story
    author: Member
    topics: Sequence[ProfileTopic]
    """Those that the actor sees on the author's profile: what is said to fewer people is not theirs to prove."""


def endorsable(session: Session, actor: Actor, slug: str, sequence: int) -> Endorsable:
    """Raises NotFound for what readers do not see, and for a reply of the actor's own: nobody endorses themselves."""
    story = by_slug(session, actor, slug)
    reply = session.scalar(
        select(Reply).where(
            Reply.story_id == story.id,
            Reply.sequence == sequence,
            Reply.state == ReplyState.VISIBLE,
            Reply.author_id.is_not(None),
            Reply.author_id != actor.id,
        )
    )
    if reply is None or not story.is_published:
        raise NotFound()
    audience = audience_of(session, actor)
    author = session.scalar(
        select(Member)
        .join(Profile, Profile.member_id == Member.id)
        .where(Member.id == reply.author_id, is_open(audience))
    )
    if author is None:
        raise NotFound()
    topics = session.scalars(
        select(ProfileTopic)
        .where(ProfileTopic.member_id == author.id, ProfileTopic.audience.in_(within(audience)))
        .order_by(ProfileTopic.position)
    ).all()
    return Endorsable(reply, story, author, topics)
