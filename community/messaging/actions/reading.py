"""What a participant does for themselves: nothing of it is in the log."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.events import record
from community.messaging import queries
from community.messaging.events import ConversationRead


def mark_read(session: Session, actor: Actor, public_id: str, number: int) -> None:
    """The actor has seen everything up to `number`; never goes back. Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    seen = min(number, mine.conversation.last_sequence)
    if seen > mine.last_read_sequence:
        mine.last_read_sequence = seen
        record(
            session,
            ConversationRead(conversation_id=mine.conversation_id, member_id=actor.id, sequence=seen),
        )
