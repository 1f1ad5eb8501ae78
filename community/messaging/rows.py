"""What sending has to know and writes, as rows: every message comes by here, and mapped objects cost more than all the
rest of it (docs/decisions/0012)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.messaging.models import Kind


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


@dataclass(slots=True, eq=False)
class NewMessage:
    """A message that was written a moment ago; the names are those of `Entry`."""

    room: Room
    sequence: int
    author_id: int
    client_id: str
    quote: int | None
    body: str
    body_html: str
    words: str
    data: dict[str, Any]
    created_at: datetime
    expires_at: datetime | None
    is_unheard: bool
    id: int = 0
    kind: str = Kind.MESSAGE
    target: None = None
    edited_at: None = None
    deleted_at: None = None
    written: dict[str, Any] | None = None
    """How it is told (`schemas.new`)."""

    @property
    def conversation_id(self) -> int:
        return self.room.id
