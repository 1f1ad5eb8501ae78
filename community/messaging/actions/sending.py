"""Sending a message: numbered under the lock of its conversation, once for each client id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.events import record
from community.messaging import queries
from community.messaging.actions.log import append
from community.messaging.actions.text import LONGEST, written
from community.messaging.events import MessageSent
from community.messaging.models import Entry, Kind

__all__ = ["LONGEST", "MessageDraft", "send_message"]


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What every door makes of its input. `client_id` is made by the sender's client: sent twice, kept once."""

    body: str
    client_id: str
    quote: int | None = None
    """Number of the message that it answers."""


def send_message(session: Session, actor: Actor, public_id: str, draft: MessageDraft) -> Entry:
    """Add a message, or give back the one that this client id already made.

    Raises NotFound for a conversation that is not the actor's, EmptyMessage, MessageTooLong, and NoSuchMessage when
    the quoted one is not there.
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    before = queries.by_client_id(session, mine, draft.client_id)
    if before is not None:
        return before
    text = written(session, mine, draft.body)
    if draft.quote is not None:
        queries.message(session, mine, draft.quote)
    entry = append(
        session,
        mine,
        Kind.MESSAGE,
        client_id=draft.client_id,
        body=text.body,
        body_html=text.body_html,
        words=text.words,
        quote=draft.quote,
        data={"mentions": [one.member_id for one in text.mentions]} if text.mentions else {},
    )
    mine.last_read_sequence = entry.sequence
    for one in text.mentions:
        one.last_mention_sequence = entry.sequence
    record(
        session,
        MessageSent(
            conversation_id=entry.conversation_id,
            entry_id=entry.id,
            author_id=actor.id,
            mentions=[one.member_id for one in text.mentions],
        ),
    )
    return entry
