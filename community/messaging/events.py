"""What happened in conversations."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLogged(Event):
    """The log of a conversation has one entry more: a message, or a change."""

    conversation_id: int
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """Beside EntryLogged, for whoever cares for messages only. `mentions` are ids of participants."""

    conversation_id: int
    entry_id: int
    author_id: int
    mentions: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRead(Event):
    """A participant has seen everything up to `sequence`."""

    conversation_id: int
    member_id: int
    sequence: int
