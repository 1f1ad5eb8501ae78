"""What sending has to know of conversations, read at once for all that is sent at the same moment.

Rows and not mapped objects: every message comes by here, and these statements are made once (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, tuple_
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.messaging.models import Conversation, Entry, Participant


@dataclass(slots=True, eq=False)
class Room:
    """A conversation under its lock, as far as sending has to know it."""

    id: int
    public_id: str
    pair_key: str | None
    last_sequence: int
    attribution_sequence: int
    expires_after_days: int | None
    seats: dict[int, Seat] = field(default_factory=dict)
    """Of everybody who ever took part, by member."""

    @property
    def present(self) -> Iterator[Seat]:
        return (one for one in self.seats.values() if one.left_at is None)

    def other_than(self, mine: Seat) -> Seat | None:
        """The other one of a talk between two; None in a group."""
        if self.pair_key is None:
            return None
        return next((one for one in self.seats.values() if one is not mine), None)

    def is_wanted(self, mine: Seat) -> bool:
        """Whether anybody else has ever said that they want to talk."""
        return any(one.accepted_at for one in self.seats.values() if one is not mine)


@dataclass(slots=True, eq=False)
class Seat:
    """Somebody's part in it; the names are those of `Participant`."""

    conversation: Room
    conversation_id: int
    member_id: int
    standing: str
    accepted_at: datetime | None
    left_at: datetime | None
    invited_by_id: int | None
    first_sequence: int
    agreed_sequence: int
    handle: str
    display_name: str
    is_active: bool


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
        tuple_(_conversation.public_id, _participant.member_id).in_(bindparam("wanted", expanding=True)),
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
    .where(_participant.conversation_id.in_(bindparam("conversation_ids", expanding=True)))
)
_MADE = select(_entry.conversation_id, _entry.author_id, _entry.client_id, _entry.id).where(
    tuple_(_entry.conversation_id, _entry.author_id, _entry.client_id).in_(
        bindparam("wanted", expanding=True)
    )
)

Made = tuple[int, int, str]
"""Conversation, author and client id: what makes a message one message."""


def locked_rooms(session: Session, wanted: Collection[tuple[str, int]]) -> dict[str, Room]:
    """By public id those conversations among `wanted` (public id and member) in which that member takes part.

    Their rows are held until the end of the unit of work. Who takes part in them is read after that: somebody who was
    removed while this waited for a lock is not there any more.
    """
    connection = session.connection()
    rows = connection.execute(_LOCKED, {"wanted": list(wanted)})
    rooms = {row[0]: Room(*row) for row in rows}
    if rooms:
        for row in connection.execute(_SEATS, {"conversation_ids": list(rooms)}):
            room = rooms[row[0]]
            room.seats[row[1]] = Seat(room, *row)
    return {one.public_id: one for one in rooms.values()}


def made_already(session: Session, wanted: Sequence[Made]) -> dict[Made, int]:
    """Ids of the messages that these made before."""
    if not wanted:
        return {}
    rows = session.connection().execute(_MADE, {"wanted": list(wanted)})
    return {(conversation, author, client): id for conversation, author, client, id in rows}
