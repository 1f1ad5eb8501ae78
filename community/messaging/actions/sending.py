"""Sending a message: numbered under the lock of its conversation, once for each client id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.events import record
from community.messaging import policies, queries
from community.messaging.actions.asking import accept
from community.messaging.actions.log import append
from community.messaging.actions.text import LONGEST, written
from community.messaging.errors import (
    BlockedByYou,
    CannotBeWrittenTo,
    FilesAfterAnswer,
    MustAgree,
    WaitForAnswer,
)
from community.messaging.events import MessageSent
from community.messaging.files import rows as file_rows
from community.messaging.files.models import Attachment
from community.messaging.models import Entry, Kind, Participant, Standing

__all__ = ["LONGEST", "MessageDraft", "send_message"]

BEFORE_AN_ANSWER = 3
"""Messages that whoever began may write before anybody else has said that they want to talk."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What every door makes of its input. `client_id` is made by the sender's client: sent twice, kept once."""

    body: str
    client_id: str
    quote: int | None = None
    """Number of the message that it answers."""
    files: tuple[str, ...] = ()
    """Ids of the sender's uploads that no message has yet."""


def send_message(session: Session, actor: Actor, public_id: str, draft: MessageDraft) -> Entry:
    """Add a message, or give back the one that this client id already made. To answer a request is to accept it.

    Raises NotFound for a conversation that is not the actor's, EmptyMessage, MessageTooLong, NoSuchMessage when the
    quoted one is not there, MustAgree, BlockedByYou, CannotBeWrittenTo, WaitForAnswer, FilesAfterAnswer, TooManyFiles
    and FileGone.
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    before = queries.by_client_id(session, mine, draft.client_id)
    if before is not None:
        return before
    is_unheard = _check_may_write(session, mine, with_files=bool(draft.files))
    files = file_rows.for_message(session, actor, draft.files)
    text = written(session, mine, draft.body, [one.name for one in files])
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
        data=_facts(mentions, files),
        is_unheard=is_unheard,
    )
    for one in files:
        one.conversation_id, one.sequence = entry.conversation_id, entry.sequence
    mine.last_read_sequence = entry.sequence
    for mentioned in mentions:
        mentioned.last_mention_sequence = entry.sequence
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


def _facts(mentions: Sequence[Participant], files: Sequence[Attachment]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if mentions:
        facts["mentions"] = [one.member_id for one in mentions]
    if files:
        facts["files"] = [one.facts() for one in files]
    return facts


def _check_may_write(session: Session, mine: Participant, *, with_files: bool) -> bool:
    """Whether what is written will be heard by its author only."""
    if mine.standing == Standing.BLOCKED:
        raise BlockedByYou()
    if not policies.has_agreed(mine):
        raise MustAgree()
    other = queries.other_of(session, mine)
    if other is not None and not other.member.active:
        raise CannotBeWrittenTo()
    if mine.invited_by_id is None and not queries.is_wanted(session, mine):
        if queries.count_by(session, mine) >= BEFORE_AN_ANSWER:
            raise WaitForAnswer()
        if with_files:
            raise FilesAfterAnswer()
    return other is not None and other.standing == Standing.BLOCKED
