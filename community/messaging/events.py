"""What happened in conversations."""

from __future__ import annotations

from dataclasses import dataclass, field

from community.core.events import FOR_THE_LIVING, Event
from community.messaging.rows import NewMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLogged(Event):
    """The log of a conversation has one entry more: a message, or a change."""

    conversation_id: int
    entry_id: int
    message: NewMessage | None = field(default=None, compare=False, repr=False, metadata=FOR_THE_LIVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesDropped(Event):
    """No message has these files any more: their bytes can go."""

    ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRead(Event):
    """A participant has seen everything up to `sequence`."""

    conversation_id: int
    member_id: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxChanged(Event):
    """A member put something away, marked it, or answered it: only their own browsers have to know."""

    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleInvited(Event):
    """Somebody wrote to them first, or added them to a group, and it waits in their requests."""

    conversation_id: int
    by_id: int
    member_ids: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantGone(Event):
    """Somebody left, or was removed: from the commit on they hear nothing more."""

    conversation_id: int
    member_id: int
