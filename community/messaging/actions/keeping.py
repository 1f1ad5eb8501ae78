"""Writing many messages: each statement once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from community.messaging.models import Conversation, Entry, Participant
from community.messaging.rows import NewMessage, Seat

_entry, _conversation, _participant = (
    cast(Table, one.__table__) for one in (Entry, Conversation, Participant)
)

_COLUMNS = tuple(one.key for one in _entry.c if one.key != "id")
_INSERT = insert(_entry).returning(_entry.c.id, sort_by_parameter_order=True)
_NUMBER = (
    update(_conversation)
    .where(_conversation.c.id == bindparam("of"))
    .values(
        last_sequence=bindparam("number"),
        last_message_sequence=bindparam("number"),
        last_message_at=bindparam("moment"),
    )
)
_of_participant = (
    update(_participant)
    .where(_participant.c.conversation_id == bindparam("of"))
    .where(_participant.c.member_id == bindparam("member"))
)
_READ = _of_participant.values(last_read_sequence=bindparam("number"))
_MENTION = _of_participant.values(last_mention_sequence=bindparam("number"))
_ACCEPT = _of_participant.values(standing=bindparam("standing"), accepted_at=bindparam("moment"))


def keep(session: Session, messages: Sequence[NewMessage], accepted: Sequence[Seat]) -> None:
    """Write the messages, which get their ids, and what follows for their conversations and participants. In one
    conversation, they stand in the order of their numbers."""
    connection = session.connection()
    rows = [{name: getattr(one, name) for name in _COLUMNS} for one in messages]
    for message, id in zip(messages, connection.scalars(_INSERT, rows), strict=True):
        message.id = id
    last = {one.conversation_id: one for one in messages}
    connection.execute(
        _NUMBER, [{"of": id, "number": one.sequence, "moment": one.created_at} for id, one in last.items()]
    )
    read = {(one.conversation_id, one.author_id): one.sequence for one in messages}
    connection.execute(_READ, _numbers(read))
    mentioned = {
        (one.conversation_id, member): one.sequence
        for one in messages
        for member in one.data.get("mentions", ())
    }
    if mentioned:
        connection.execute(_MENTION, _numbers(mentioned))
    if accepted:
        connection.execute(
            _ACCEPT,
            [
                {
                    "of": one.conversation_id,
                    "member": one.member_id,
                    "standing": one.standing,
                    "moment": one.accepted_at,
                }
                for one in accepted
            ],
        )


def _numbers(by_seat: dict[tuple[int, int], int]) -> list[dict[str, Any]]:
    return [
        {"of": conversation, "member": member, "number": number}
        for (conversation, member), number in by_seat.items()
    ]
