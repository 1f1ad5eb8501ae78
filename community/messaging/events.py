"""What happened in conversations."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRead(Event):
    """A participant has seen everything up to `sequence`."""

    conversation_id: int
    member_id: int
    sequence: int
