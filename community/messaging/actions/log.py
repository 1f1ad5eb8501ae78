"""Writing the log: whatever is no message gets its number here; messages are numbered in `sending`."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.events import record
from community.messaging import queries
from community.messaging.events import EntryLogged
from community.messaging.models import Entry, Kind, Participant, Standing


def taking_part(session: Session, actor: Actor, public_id: str) -> Participant:
    """The actor's part, under the lock. Raises NotFound for who has not accepted yet, or has blocked the other one."""
    mine = queries.participation(session, actor, public_id, lock=True)
    if mine.standing != Standing.IN:
        raise NotFound()
    return mine


def append(session: Session, mine: Participant, kind: Kind, **fields: Any) -> Entry:
    """Give the next number to what `mine` does. The conversation's row must be locked (`participation(lock=True)`)."""
    conversation = mine.conversation
    conversation.last_sequence += 1
    entry = Entry(
        conversation_id=conversation.id,
        sequence=conversation.last_sequence,
        kind=kind,
        author_id=mine.member_id,
        created_at=clock.now(),
        **fields,
    )
    session.add(entry)
    session.flush()
    record(session, EntryLogged(conversation_id=conversation.id, entry_id=entry.id))
    return entry
