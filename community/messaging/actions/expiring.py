"""Removing what has expired: nothing of it stays but its number, its author and its client id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.messaging.actions.changing import empty, unpin
from community.messaging.models import Conversation, Entry, Kind

AT_ONCE = 200
"""Messages that one unit of work removes, so that writers do not wait for long."""


def with_expired(session: Session, now: datetime, *, limit: int = 100) -> Sequence[int]:
    """Ids of conversations in which something has expired and is not removed yet."""
    wanted = select(Entry.conversation_id).where(Entry.expires_at <= now).distinct().limit(limit)
    return session.scalars(wanted).all()


def remove_expired(session: Session, conversation_id: int, now: datetime) -> int:
    """Remove what has expired in a conversation, under its lock, and return how many messages (at most AT_ONCE).

    What is removed is a blank in the log: it keeps its number, so that there is no gap; a message keeps its author and
    client id too, so that sending it again makes no second one. Nobody is told: by the clock it was gone already.
    """
    conversation = session.scalar(
        select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    )
    if conversation is None:
        return 0
    due = session.scalars(
        select(Entry)
        .where(Entry.conversation_id == conversation_id, Entry.expires_at <= now)
        .order_by(Entry.sequence)
        .limit(AT_ONCE)
    ).all()
    for message in due:
        empty(session, message)
        unpin(conversation, message.sequence)
        message.kind = Kind.BLANK
        message.edited_at = message.deleted_at = message.expires_at = None
    # That it was changed, reacted to or deleted is gone with it.
    session.execute(
        update(Entry)
        .where(Entry.conversation_id == conversation_id, Entry.target.in_([one.sequence for one in due]))
        .values(kind=Kind.BLANK, author_id=None, target=None)
    )
    return len(due)
