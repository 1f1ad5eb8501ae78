"""Beginning to talk."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.messaging import queries
from community.messaging.errors import CannotBeWrittenTo
from community.messaging.models import Conversation, Participant


def open_conversation(session: Session, actor: Actor, other: Member) -> Conversation:
    """The conversation of the two; a new one when they have never talked. Raises CannotBeWrittenTo."""
    if other.id == actor.id or not other.active or not other.is_claimed:
        raise CannotBeWrittenTo()
    # Two doors may open it at once: both must come by the smaller member's row.
    session.execute(select(Member.id).where(Member.id == min(actor.id, other.id)).with_for_update())
    return queries.between(session, actor, other) or start_group(
        session, [actor.id, other.id], pair_key=queries.pair_key(actor.id, other.id)
    )


def start_group(
    session: Session, member_ids: list[int], *, title: str = "", pair_key: str | None = None
) -> Conversation:
    """A new conversation of these members, begun by the first of them."""
    now = clock.now()
    first = member_ids[0]
    conversation = Conversation(
        public_id=secrets.token_urlsafe(16),
        title=title,
        pair_key=pair_key,
        created_at=now,
    )
    conversation.participants = [
        Participant(member_id=one, joined_at=now, invited_by_id=None if one == first else first)
        for one in member_ids
    ]
    session.add(conversation)
    session.flush()
    return conversation
