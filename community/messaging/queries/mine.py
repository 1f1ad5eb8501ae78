"""The actor's own part in a conversation: where every other read begins."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from community.core.actor import Actor
from community.core.errors import NotFound
from community.messaging.models import Conversation, Participant


def of_actor(actor: Actor) -> Select[Participant]:
    """The actor's participations, joined with their conversations."""
    return (
        select(Participant)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(Participant.member_id == actor.id, Participant.left_at.is_(None))
    )


def participation(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Participant:
    """The actor's part in a conversation, with the conversation. Raises NotFound.

    With `lock` the conversation's row is held until the end of the unit of work, so that numbers are given one
    after the other.
    """
    wanted = of_actor(actor).where(Conversation.public_id == public_id)
    wanted = wanted.options(contains_eager(Participant.conversation))
    if lock:
        wanted = wanted.with_for_update(of=Conversation).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found
