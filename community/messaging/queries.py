"""Reads of messaging. Every one starts from the actor's own participation: what is not theirs is not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import NotFound
from community.messaging.models import Conversation, Message, Participant

PAGE = 50
CATCH_UP_PAGE = 200


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in the actor's list."""

    conversation: Conversation
    unread: int
    last_body: str
    last_at: datetime


def _mine(actor: Actor) -> Select[Participant]:
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
    wanted = _mine(actor).where(Conversation.public_id == public_id)
    wanted = wanted.options(contains_eager(Participant.conversation))
    if lock:
        wanted = wanted.with_for_update(of=Conversation).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def summaries(session: Session, actor: Actor, *, limit: int = PAGE) -> list[Summary]:
    """The actor's conversations, last message first."""
    rows = session.execute(
        _mine(actor)
        .join(
            Message,
            (Message.conversation_id == Conversation.id) & (Message.sequence == Conversation.last_sequence),
        )
        .with_only_columns(Conversation, Participant.last_read_sequence, Message.body, Message.created_at)
        .options(selectinload(Conversation.participants))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(limit)
    )
    return [
        Summary(conversation, max(0, conversation.last_sequence - read), body, at)
        for conversation, read, body, at in rows
    ]


def messages_before(session: Session, conversation: Conversation, before: int | None) -> list[Message]:
    """The last page of messages below the sequence number `before`, oldest first."""
    wanted = select(Message).where(Message.conversation_id == conversation.id)
    if before is not None:
        wanted = wanted.where(Message.sequence < before)
    return list(session.scalars(wanted.order_by(Message.sequence.desc()).limit(PAGE)))[::-1]


def messages_after(
    session: Session, conversation: Conversation, after: int, *, limit: int = CATCH_UP_PAGE
) -> list[Message]:
    """What a client that has everything up to `after` has missed, in order, at most `limit` of it."""
    return list(
        session.scalars(
            select(Message)
            .where(Message.conversation_id == conversation.id, Message.sequence > after)
            .order_by(Message.sequence)
            .limit(limit)
        )
    )


def read_by_all_others(session: Session, conversation: Conversation, actor: Actor) -> int:
    """Up to which sequence number every other participant has read."""
    lowest = session.scalar(
        select(func.min(Participant.last_read_sequence)).where(
            Participant.conversation_id == conversation.id,
            Participant.member_id != actor.id,
            Participant.left_at.is_(None),
        )
    )
    return lowest or 0


def with_whom(session: Session, actor: Actor, handle: str) -> Member:
    """A member whom the actor may write to. Raises NotFound for an unclaimed or closed one, and for the actor."""
    found = session.scalar(
        select(Member).where(
            Member.handle == handle, Member.id != actor.id, Member.active, Member.claimed_at.is_not(None)
        )
    )
    if found is None:
        raise NotFound()
    return found


def between(session: Session, actor: Actor, other: Member) -> Conversation | None:
    """The one conversation of the two, if they have talked."""
    return session.scalar(select(Conversation).where(Conversation.pair_key == pair_key(actor.id, other.id)))


def pair_key(one: int, other: int) -> str:
    return f"{min(one, other)}:{max(one, other)}"


def unread_conversations(session: Session, actor: Actor) -> int:
    """In how many conversations something waits for the actor."""
    waiting = _mine(actor).where(Conversation.last_sequence > Participant.last_read_sequence)
    return session.scalar(waiting.with_only_columns(func.count())) or 0


def present_members(session: Session, conversation_id: int) -> list[int]:
    """Who takes part at this moment."""
    return list(
        session.scalars(
            select(Participant.member_id).where(
                Participant.conversation_id == conversation_id, Participant.left_at.is_(None)
            )
        )
    )
