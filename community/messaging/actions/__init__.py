"""Verbs of messaging. What changes a conversation takes a number in its log, under the lock of its row."""

from __future__ import annotations

from community.messaging.actions.changing import (
    SIGNS,
    delete_message,
    edit_message,
    pin_message,
    react,
)
from community.messaging.actions.reading import mark_read
from community.messaging.actions.sending import LONGEST, MessageDraft, send_message
from community.messaging.actions.starting import open_conversation, start_group
from community.messaging.policies import EDITED_WITHIN

__all__ = [
    "EDITED_WITHIN",
    "LONGEST",
    "SIGNS",
    "MessageDraft",
    "delete_message",
    "edit_message",
    "mark_read",
    "open_conversation",
    "pin_message",
    "react",
    "send_message",
    "start_group",
]
