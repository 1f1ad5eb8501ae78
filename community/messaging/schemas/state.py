"""Whole answers: the present state of a conversation, and what came after a number."""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.messaging import queries
from community.messaging.actions import Sent
from community.messaging.models import Entry, Participant
from community.messaging.queries import Window
from community.messaging.rows import NewMessage
from community.messaging.schemas.new import new_quoted, new_written
from community.messaging.schemas.out import EntriesOut, LoggedOut, StateOut
from community.messaging.schemas.telling import Reader, Teller, reader_of


def state_out(session: Session, actor: Actor, public_id: str, before: int | None = None) -> StateOut:
    """The conversation as the actor may see it now. Raises NotFound."""
    mine = queries.participation(session, actor, public_id)
    last = mine.conversation.last_sequence  # read first: whatever comes meanwhile is asked for again
    return window_state(session, mine, queries.window(session, mine, before=before), last)


def message_state(session: Session, mine: Participant, entry: Entry) -> StateOut:
    """The state with this one line in its window."""
    return window_state(session, mine, Window([entry], older=False), mine.conversation.last_sequence)


def entries_out(session: Session, actor: Actor, public_id: str, after: int) -> EntriesOut:
    """What the actor missed after a number, one page of it. Raises NotFound."""
    mine = queries.participation(session, actor, public_id)
    last = mine.conversation.last_sequence
    missed = _entries(session, mine, queries.after(session, mine, after), last)
    missed.read = handles_of_marks(session, mine)
    return missed


def entry_out(session: Session, actor: Actor, public_id: str, entry: Entry) -> EntriesOut:
    """The one entry that a first message became. Raises NotFound."""
    mine = queries.participation(session, actor, public_id)
    return _entries(session, mine, [entry], entry.sequence)


def sent_out(session: Session, sent: Sent) -> Annotated[dict[str, Any], EntriesOut]:
    """The one entry that a message became, ready for JSON."""
    entry, room = sent.entry, sent.seat.conversation
    reader = Reader(sent.seat.member_id, sent.seat.first_sequence)
    if not isinstance(entry, NewMessage):
        told = _told(Teller(session, room.id, [entry]), reader, room.public_id, entry.sequence)
        return told.model_dump(mode="json")
    return {
        "conversation": room.public_id,
        "last_sequence": entry.sequence,
        "entries": [new_written(session, entry, reader)],
        "quoted": new_quoted(session, entry, reader),
        "more": False,
        "read": None,
    }


def logged_out(session: Session, actor: Actor, public_id: str, entry: Entry | None) -> LoggedOut:
    """What a change answers. Raises NotFound when it was the actor's leaving."""
    mine = queries.participation(session, actor, public_id)
    told = Teller(session, mine.conversation_id, [entry]).told(reader_of(mine))[0] if entry else None
    return LoggedOut(last_sequence=mine.conversation.last_sequence, entry=told)


def window_state(session: Session, mine: Participant, window: Window, last: int) -> StateOut:
    """The state as of the number `last`, with these lines."""
    teller, reader = Teller(session, mine.conversation_id, window.entries), reader_of(mine)
    return StateOut(
        conversation=mine.conversation.public_id,
        last_sequence=last,
        first_sequence=mine.first_sequence,
        facts=teller.facts(reader),
        entries=teller.told(reader),
        quoted=teller.quoted(reader),
        older=window.older,
        newer=window.newer,
        read=handles_of_marks(session, mine),
    )


def handles_of_marks(session: Session, mine: Participant) -> dict[str, int]:
    """Up to where each of the others has read, of those whose marks are shown."""
    marks = queries.read_marks(session, mine)
    present = queries.present(session, mine.conversation_id) if marks else []
    return {one.member.handle: marks[one.member_id] for one in present if one.member_id in marks}


def _entries(session: Session, mine: Participant, entries: list[Entry], last: int) -> EntriesOut:
    teller = Teller(session, mine.conversation_id, entries)
    return _told(teller, reader_of(mine), mine.conversation.public_id, last)


def _told(teller: Teller, reader: Reader, public_id: str, last: int) -> EntriesOut:
    entries = teller.entries
    return EntriesOut(
        conversation=public_id,
        last_sequence=last,
        entries=teller.told(reader),
        quoted=teller.quoted(reader),
        more=bool(entries) and entries[-1].sequence < last,
    )
