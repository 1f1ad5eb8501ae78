"""Telling a message that was written a moment ago.

Who hears of it and who is answered are told the same; so that is made once, ready for JSON, and the database is asked
only if the message quotes or links.
"""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy.orm import Session

from community.core import clock
from community.messaging import policies
from community.messaging.models import Kind
from community.messaging.rows import NewMessage
from community.messaging.schemas.out import EntryOut, PersonOut
from community.messaging.schemas.telling import Reader, Teller

Written = Annotated[dict[str, Any], EntryOut]
"""What the model would be, ready for JSON."""


def new_written(session: Session, message: NewMessage, reader: Reader) -> Written:
    """As `EntryOut`; its author's browsers get the client id."""
    if not policies.may_see(message, reader.member_id, reader.first_sequence, clock.now()):
        return EntryOut(sequence=message.sequence, kind=Kind.BLANK).model_dump(mode="json")
    if message.written is None:
        told = _teller(session, message).entry(message, reader)
        message.written = told.model_dump(mode="json", exclude={"client_id"})
    if message.author_id == reader.member_id:
        return {**message.written, "client_id": message.client_id}
    return message.written


def new_quoted(session: Session, message: NewMessage, reader: Reader) -> list[Written]:
    """What it quotes, if it does and the reader may see that."""
    if message.quote is None:
        return []
    return [one.model_dump(mode="json") for one in _teller(session, message).quoted(reader)]


def _teller(session: Session, message: NewMessage) -> Teller:
    seats = message.room.seats
    named = {message.author_id, *message.data.get("mentions", ())} & seats.keys()
    people = {id: PersonOut(handle=seats[id].handle, name=seats[id].display_name) for id in named}
    return Teller(session, message.conversation_id, [message], people=people, is_new=True)
