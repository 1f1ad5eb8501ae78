"""Sending messages: numbered under the lock of their conversation, once for each client id.

All that is sent at the same moment is sent together (`community.core.together`): checked one by one, each refused by
itself, and read and written by one statement for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound, Refusal
from community.core.events import record
from community.messaging import policies, queries
from community.messaging.actions.keeping import keep
from community.messaging.actions.text import LONGEST, written
from community.messaging.errors import (
    BlockedByYou,
    CannotBeWrittenTo,
    FilesAfterAnswer,
    MustAgree,
    WaitForAnswer,
)
from community.messaging.events import EntryLogged
from community.messaging.files import rows as file_rows
from community.messaging.models import Entry, Standing
from community.messaging.queries.rooms import Made, locked_rooms, made_already
from community.messaging.rows import NewMessage, Room, Seat

__all__ = ["LONGEST", "Letter", "MessageDraft", "Sent", "send_message", "send_messages"]

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


class Letter(NamedTuple):
    """A draft on its way: whose, and to which conversation."""

    actor: Actor
    public_id: str
    draft: MessageDraft


@dataclass(frozen=True, slots=True)
class Sent:
    """What a letter became."""

    seat: Seat
    """Of its author."""
    entry: Entry | NewMessage
    """A mapped one when the same client id had made it before."""


def send_message(session: Session, actor: Actor, public_id: str, draft: MessageDraft) -> Entry:
    """Add a message, or give back the one that this client id already made. To answer a request is to accept it.

    Raises NotFound for a conversation that is not the actor's, EmptyMessage, MessageTooLong, NoSuchMessage when the
    quoted one is not there, MustAgree, BlockedByYou, CannotBeWrittenTo, WaitForAnswer, FilesAfterAnswer, TooManyFiles
    and FileGone.
    """
    session.flush()  # what was begun in this unit of work is read as rows here …
    (sent,) = send_messages(session, [Letter(actor, public_id, draft)])
    session.flush()
    session.expire_all()  # … and changed as rows
    if isinstance(sent, Refusal):
        raise sent
    return session.get_one(Entry, sent.entry.id)


def send_messages(session: Session, letters: Sequence[Letter]) -> list[Sent | Refusal]:
    """Send each, in this order, or say why not: what `send_message` raises."""
    rooms = locked_rooms(session, {(one.public_id, one.actor.id) for one in letters})
    seats = [_seat(rooms, one) for one in letters]
    before = made_already(
        session, [_made(seat, one) for seat, one in zip(seats, letters, strict=True) if seat]
    )
    post = _Post(session)
    sent: dict[Made, Entry | NewMessage] = {}
    outcomes: list[Sent | Refusal] = []
    for seat, letter in zip(seats, letters, strict=True):
        if seat is None:
            outcomes.append(NotFound())
            continue
        key = _made(seat, letter)
        try:
            if key in before:
                sent[key] = session.get_one(Entry, before[key], populate_existing=True)
            elif key not in sent:
                sent[key] = post.take(seat, letter.actor, letter.draft)
            outcomes.append(Sent(seat, sent[key]))
        except Refusal as refusal:
            outcomes.append(refusal)
    post.deliver()
    return outcomes


def _seat(rooms: dict[str, Room], letter: Letter) -> Seat | None:
    room = rooms.get(letter.public_id)
    seat = room.seats.get(letter.actor.id) if room else None
    return seat if seat and seat.left_at is None else None


def _made(seat: Seat, letter: Letter) -> Made:
    return seat.conversation_id, seat.member_id, letter.draft.client_id


@dataclass(slots=True)
class _Post:
    """What is to be written for all of them."""

    session: Session
    now: datetime = field(default_factory=clock.now)
    messages: list[NewMessage] = field(default_factory=list)
    authors: list[Seat] = field(default_factory=list)
    """Of the messages."""
    accepted: list[Seat] = field(default_factory=list)

    def take(self, mine: Seat, actor: Actor, draft: MessageDraft) -> NewMessage:
        """Check one and give it its number. What it raises, it raises before anything has changed."""
        room = mine.conversation
        is_unheard = self._check_may_write(mine, with_files=bool(draft.files))
        files = file_rows.for_message(self.session, actor, draft.files) if draft.files else []
        text = written(room.present, mine.member_id, draft.body, [one.name for one in files])
        if draft.quote is not None:
            self._check_quote(mine, draft.quote)
        if mine.standing in policies.MAY_STILL_ACCEPT:
            mine.standing, mine.accepted_at = Standing.IN, self.now
            self.accepted.append(mine)
        facts: dict[str, Any] = {"files": [one.facts() for one in files]} if files else {}
        if text.mentions and not is_unheard:
            facts["mentions"] = list(text.mentions)
        room.last_sequence += 1
        message = NewMessage(
            room=room,
            sequence=room.last_sequence,
            author_id=mine.member_id,
            client_id=draft.client_id,
            quote=draft.quote,
            body=text.body,
            body_html=text.body_html,
            words=text.words,
            data=facts,
            created_at=self.now,
            expires_at=self.now + timedelta(days=room.expires_after_days)
            if room.expires_after_days
            else None,
            is_unheard=is_unheard,
        )
        for one in files:
            one.conversation_id, one.sequence = message.conversation_id, message.sequence
        self.messages.append(message)
        self.authors.append(mine)
        return message

    def deliver(self) -> None:
        """Write all of it, and record that it happened."""
        if not self.messages:
            return
        keep(self.session, self.messages, self.accepted)
        for one in self.messages:
            logged = EntryLogged(conversation_id=one.conversation_id, entry_id=one.id, message=one)
            record(self.session, logged)

    def _check_may_write(self, mine: Seat, *, with_files: bool) -> bool:
        """Whether what is written will be heard by its author only."""
        if mine.standing == Standing.BLOCKED:
            raise BlockedByYou()
        if not policies.has_agreed(mine):
            raise MustAgree()
        room = mine.conversation
        other = room.other_than(mine)
        if other is not None and not other.is_active:
            raise CannotBeWrittenTo()
        if mine.invited_by_id is None and not room.is_wanted(mine):
            waiting = sum(one is mine for one in self.authors)
            if queries.count_by(self.session, mine) + waiting >= BEFORE_AN_ANSWER:
                raise WaitForAnswer()
            if with_files:
                raise FilesAfterAnswer()
        return other is not None and other.standing == Standing.BLOCKED

    def _check_quote(self, mine: Seat, number: int) -> None:
        """Raises NoSuchMessage. What is sent in the same moment nobody has seen yet, and cannot quote."""
        queries.message(self.session, mine, number)
