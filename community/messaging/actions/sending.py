"""Sending a message: numbered under the lock of its conversation, once for each client id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.events import record
from community.messaging import policies, queries
from community.messaging.actions.asking import accept
from community.messaging.actions.log import append
from community.messaging.actions.text import LONGEST, written
from community.messaging.errors import BlockedByYou, CannotBeWrittenTo, MustAgree, WaitForAnswer
from community.messaging.events import MessageSent
from community.messaging.models import Entry, Kind, Participant, Standing

__all__ = ["LONGEST", "MessageDraft", "send_message"]

BEFORE_AN_ANSWER = 3
"""Messages that a stranger may write before the other one has said that they want to talk."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What every door makes of its input. `client_id` is made by the sender's client: sent twice, kept once."""

    body: str
    client_id: str
    quote: int | None = None
    """Number of the message that it answers."""


def send_message(session: Session, actor: Actor, public_id: str, draft: MessageDraft) -> Entry:
    """Add a message, or give back the one that this client id already made. To answer a request is to accept it.

    Raises NotFound for a conversation that is not the actor's, EmptyMessage, MessageTooLong, NoSuchMessage when the
    quoted one is not there, MustAgree, BlockedByYou, CannotBeWrittenTo and WaitForAnswer.
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    before = queries.by_client_id(session, mine, draft.client_id)
    if before is not None:
        return before
    is_unheard = _check_may_write(session, mine)
    text = written(session, mine, draft.body)
    if draft.quote is not None:
        queries.message(session, mine, draft.quote)
    accept(mine)
    mentions = [] if is_unheard else list(text.mentions)
    entry = append(
        session,
        mine,
        Kind.MESSAGE,
        client_id=draft.client_id,
        body=text.body,
        body_html=text.body_html,
        words=text.words,
        quote=draft.quote,
        data={"mentions": [one.member_id for one in mentions]} if mentions else {},
        is_unheard=is_unheard,
    )
    mine.last_read_sequence = entry.sequence
    for one in mentions:
        one.last_mention_sequence = entry.sequence
    record(
        session,
        MessageSent(
            conversation_id=entry.conversation_id,
            entry_id=entry.id,
            author_id=actor.id,
            mentions=[one.member_id for one in mentions],
        ),
    )
    return entry


def _check_may_write(session: Session, mine: Participant) -> bool:
    """Whether what is written will be heard by its author only."""
    if mine.standing == Standing.BLOCKED:
        raise BlockedByYou()
    if not policies.has_agreed(mine):
        raise MustAgree()
    other = queries.other_of(session, mine)
    if other is None:
        return False
    if not other.member.active:
        raise CannotBeWrittenTo()
    if other.accepted_at is None and queries.count_by(session, mine) >= BEFORE_AN_ANSWER:
        raise WaitForAnswer()
    return other.standing == Standing.BLOCKED
