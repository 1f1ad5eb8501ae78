"""Writing many messages: each statement once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from sqlalchemy import BigInteger, Table, bindparam, insert, literal, select, update
from sqlalchemy.orm import Session

from community.core.given import give, given
from community.messaging.models import Conversation, Entry, Kind, Participant, Standing
from community.messaging.rows import NewMessage, Seat

_entry, _conversation, _participant = (
    cast(Table, one.__table__) for one in (Entry, Conversation, Participant)
)

_GIVEN = (
    _entry.c.conversation_id,
    _entry.c.sequence,
    _entry.c.author_id,
    _entry.c.client_id,
    _entry.c.quote,
    _entry.c.body,
    _entry.c.body_html,
    _entry.c.words,
    _entry.c.data,
    _entry.c.created_at,
    _entry.c.expires_at,
    _entry.c.is_unheard,
)
_INSERT = (
    insert(_entry)
    .from_select(
        ["kind", *(one.key for one in _GIVEN)],
        select(literal(Kind.MESSAGE.value), *(given(place, one.type) for place, one in enumerate(_GIVEN))),
    )
    .returning(_entry.c.conversation_id, _entry.c.sequence, _entry.c.id)
)
_number = partial(given, type_=BigInteger())
_NUMBER = (
    update(_conversation)
    .where(_conversation.c.id == _number(0))
    .values(last_sequence=_number(1), last_message_sequence=_number(1), last_message_at=bindparam("moment"))
)
_of_participant = (
    update(_participant)
    .where(_participant.c.conversation_id == _number(0))
    .where(_participant.c.member_id == _number(1))
)
_READ = _of_participant.values(last_read_sequence=_number(2))
_MENTION = _of_participant.values(last_mention_sequence=_number(2))
_ACCEPT = _of_participant.values(standing=Standing.IN, accepted_at=bindparam("moment"))


def keep(session: Session, messages: Sequence[NewMessage], accepted: Sequence[Seat]) -> None:
    """Write the messages, which get their ids, and what follows for their conversations and participants. In one
    conversation, they stand in the order of their numbers."""
    connection = session.connection()
    moment = {"moment": messages[-1].created_at}
    rows = [tuple(getattr(one, column.key) for column in _GIVEN) for one in messages]
    ids = {(talk, number): id for talk, number, id in connection.execute(_INSERT, give(rows))}
    for message in messages:
        message.id = ids[message.conversation_id, message.sequence]
    last = {one.conversation_id: one for one in messages}
    connection.execute(_NUMBER, give((id, one.sequence) for id, one in last.items()) | moment)
    read = {(one.conversation_id, one.author_id): one.sequence for one in messages}
    connection.execute(_READ, give((*seat, number) for seat, number in read.items()))
    mentioned = {
        (one.conversation_id, member): one.sequence
        for one in messages
        for member in one.data.get("mentions", ())
    }
    if mentioned:
        connection.execute(_MENTION, give((*seat, number) for seat, number in mentioned.items()))
    if accepted:
        connection.execute(_ACCEPT, give((one.conversation_id, one.member_id) for one in accepted) | moment)
