"""Who may see and do what in a conversation: facts in, decision out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from community.messaging.models import Conversation, Entry, Kind, Participant, Standing, WhoMayWrite
from community.messaging.rows import NewMessage

EDITED_WITHIN = timedelta(minutes=15)


def may_see(entry: Entry | NewMessage, member_id: int, first_sequence: int, now: datetime) -> bool:
    """Whether this participant may read the entry; `queries.log.is_seen` is the same as a condition."""
    if entry.kind == Kind.BLANK or has_expired(entry, now):
        return False
    if entry.is_unheard and entry.author_id != member_id:
        return False
    return entry.sequence >= first_sequence and (entry.target is None or entry.target >= first_sequence)


def has_expired(entry: Entry | NewMessage, now: datetime) -> bool:
    return entry.expires_at is not None and entry.expires_at <= now


def pins_seen(conversation: Conversation, first_sequence: int, now: datetime) -> list[dict[str, Any]]:
    """What is pinned, of what a participant may see from this number on; a message that expired is no pin any more."""
    return [
        pin
        for pin in conversation.pins
        if pin["sequence"] >= first_sequence
        and not ((ends := pin.get("expires_at")) and datetime.fromisoformat(ends) <= now)
    ]


def may_edit(entry: Entry, member_id: int, now: datetime) -> bool:
    """Its author, for a while; a deleted one has nothing to edit."""
    return may_delete(entry, member_id) and now - entry.created_at <= EDITED_WITHIN


def may_delete(entry: Entry, member_id: int) -> bool:
    return entry.author_id == member_id and entry.deleted_at is None


def is_mentioned(mine: Participant) -> bool:
    """In something that they have not read."""
    return mine.last_mention_sequence > mine.last_read_sequence


def first_standing(
    who_may_write: str, *, is_known: bool, follows: bool, is_verified: bool, blocks: bool
) -> Standing | None:
    """How somebody takes part in what the actor begins; None: they do not want it.

    `is_known`: the two talk already; `follows`, `blocks`: the other one the actor; `is_verified`: the actor is.
    Whoever is blocked is told what everybody is told, and is not heard.
    """
    is_wanted = {
        WhoMayWrite.ANYONE: True,
        WhoMayWrite.VERIFIED: is_verified or follows or is_known,
        WhoMayWrite.FOLLOWED: follows or is_known,
        WhoMayWrite.NOBODY: False,
    }[WhoMayWrite(who_may_write)]
    if not is_wanted:
        return None
    if blocks:
        return Standing.BLOCKED
    return Standing.IN if follows or is_verified or is_known else Standing.INVITED


def organiser(participants: Sequence[Participant]) -> Participant:
    """Who began the group; when they have left, whoever is in it longest."""
    return min(participants, key=lambda one: (one.joined_at, one.invited_by_id is not None, one.member_id))


def may_remove(mine: Participant, other: Participant, participants: Sequence[Participant]) -> bool:
    """Whoever began the group, and whoever added that person."""
    if mine.member_id == other.member_id:
        return False
    return other.invited_by_id == mine.member_id or organiser(participants).member_id == mine.member_id


MAY_STILL_ACCEPT = frozenset({Standing.INVITED, Standing.DECLINED})
"""Who is one of these has not said yet that they want to talk, and says so by writing."""


class _HasRule(Protocol):
    @property
    def attribution_sequence(self) -> int: ...


class Agrees(Protocol):
    """Somebody who takes part."""

    @property
    def agreed_sequence(self) -> int: ...
    @property
    def conversation(self) -> _HasRule: ...


def has_agreed(mine: Agrees) -> bool:
    """To the rule of attribution that holds now."""
    return mine.agreed_sequence >= mine.conversation.attribution_sequence
