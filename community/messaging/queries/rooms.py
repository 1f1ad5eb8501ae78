"""What sending has to know of conversations, read at once for all that is sent at the same moment.

Rows and not mapped objects: every message comes by here, and these statements are made once (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import BigInteger, String, Table, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.given import give, given
from community.messaging.models import Conversation, Entry, Participant
from community.messaging.rows import Room, Seat

_talks, _parts, _people, _entries = (
    cast(Table, one.__table__) for one in (Conversation, Participant, Member, Entry)
)
_conversation, _participant, _member, _entry = _talks.c, _parts.c, _people.c, _entries.c

_LOCKED = (
    select(
        _conversation.id,
        _conversation.public_id,
        _conversation.pair_key,
        _conversation.last_sequence,
        _conversation.attribution_sequence,
        _conversation.expires_after_days,
    )
    .join_from(_talks, _parts, _participant.conversation_id == _conversation.id)
    .where(
        _conversation.public_id == given(0, String()),
        _participant.member_id == given(1, BigInteger()),
        _participant.left_at.is_(None),
    )
    .order_by(_conversation.id)  # so that two who lock several do not wait for each other
    .with_for_update(of=_talks)
)
_SEATS = (
    select(
        _participant.conversation_id,
        _participant.member_id,
        _participant.standing,
        _participant.accepted_at,
        _participant.left_at,
        _participant.invited_by_id,
        _participant.first_sequence,
        _participant.agreed_sequence,
        _member.handle,
        _member.display_name,
        _member.active,
    )
    .join_from(_parts, _people, _member.id == _participant.member_id)
    .where(_participant.conversation_id == given(0, BigInteger()))
)
_MADE = select(_entry.conversation_id, _entry.author_id, _entry.client_id, _entry.id).where(
    _entry.conversation_id == given(0, BigInteger()),
    _entry.author_id == given(1, BigInteger()),
    _entry.client_id == given(2, String()),
)

Made = tuple[int, int, str]
"""Conversation, author and client id: what makes a message one message."""


def locked_rooms(session: Session, wanted: Collection[tuple[str, int]]) -> dict[str, Room]:
    """By public id those conversations among `wanted` (public id and member) in which that member takes part.

    Their rows are held until the end of the unit of work. Who takes part in them is read after that: somebody who was
    removed while this waited for a lock is not there any more.
    """
    connection = session.connection()
    rows = connection.execute(_LOCKED, give(wanted))
    rooms = {row[0]: Room(*row) for row in rows}
    if rooms:
        for row in connection.execute(_SEATS, give((one,) for one in rooms)):
            room = rooms[row[0]]
            room.seats[row[1]] = Seat(room, *row)
    return {one.public_id: one for one in rooms.values()}


def made_already(session: Session, wanted: Sequence[Made]) -> dict[Made, int]:
    """Ids of the messages that these made before."""
    if not wanted:
        return {}
    rows = session.connection().execute(_MADE, give(wanted))
    return {(conversation, author, client): id for conversation, author, client, id in rows}
