"""Verbs of messaging. A message is numbered under the lock of its conversation, once for each client id."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.events import record
from community.core.text import render_brief, tidy
from community.messaging import queries
from community.messaging.errors import CannotBeWrittenTo, EmptyMessage, MessageTooLong
from community.messaging.events import ConversationRead, MessageSent
from community.messaging.models import Conversation, Message, Participant

LONGEST = 10_000
"""Characters of a message."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What every door makes of its input. `client_id` is made by the sender's client: sent twice, kept once."""

    body: str
    client_id: str


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
    """A new conversation of these members."""
    conversation = Conversation(
        public_id=secrets.token_urlsafe(16), title=title, pair_key=pair_key, created_at=clock.now()
    )
    conversation.participants = [Participant(member_id=one, joined_at=clock.now()) for one in member_ids]
    session.add(conversation)
    session.flush()
    return conversation


def send_message(session: Session, actor: Actor, public_id: str, draft: MessageDraft) -> Message:
    """Add a message, or give back the one that this client id already made.

    Raises NotFound for a conversation that is not the actor's, EmptyMessage and MessageTooLong.
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    conversation = mine.conversation
    before = session.scalar(
        select(Message).where(
            Message.conversation_id == conversation.id,
            Message.author_id == actor.id,
            Message.client_id == draft.client_id,
        )
    )
    if before is not None:
        return before
    body = _checked(draft.body)
    now = clock.now()
    conversation.last_sequence += 1
    conversation.last_message_at = now
    mine.last_read_sequence = conversation.last_sequence
    message = Message(
        conversation_id=conversation.id,
        sequence=conversation.last_sequence,
        author_id=actor.id,
        client_id=draft.client_id,
        body=body,
        body_html=render_brief(body),
        created_at=now,
    )
    session.add(message)
    session.flush()
    record(session, MessageSent(conversation_id=conversation.id, message_id=message.id))
    return message


def mark_read(session: Session, actor: Actor, public_id: str, sequence: int) -> None:
    """The actor has seen everything up to `sequence`; never goes back. Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    seen = min(sequence, mine.conversation.last_sequence)
    if seen > mine.last_read_sequence:
        mine.last_read_sequence = seen
        record(
            session,
            ConversationRead(conversation_id=mine.conversation_id, member_id=actor.id, sequence=seen),
        )


def _checked(text: str) -> str:
    body = tidy(text)
    if not body:
        raise EmptyMessage()
    if len(body) > LONGEST:
        raise MessageTooLong()
    return body
