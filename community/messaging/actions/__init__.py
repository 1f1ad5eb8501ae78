"""Verbs of messaging. What changes a conversation takes a number in its log, under the lock of its row."""

from __future__ import annotations

from community.messaging.actions.agreeing import DAYS, agree, set_attribution, set_expiry
from community.messaging.actions.asking import accept_request, block, decline_request, unblock
from community.messaging.actions.changing import (
    SIGNS,
    delete_message,
    edit_message,
    pin_message,
    react,
)
from community.messaging.actions.gathering import (
    add_people,
    leave,
    remove_person,
    rename,
    share_history,
)
from community.messaging.actions.reading import archive, mark_read, mark_unread, mute, set_preferences
from community.messaging.actions.sending import (
    LONGEST,
    Letter,
    MessageDraft,
    Sent,
    send_message,
    send_messages,
)
from community.messaging.actions.starting import LONGEST_TITLE, MOST_PEOPLE, open_conversation, start_group
from community.messaging.policies import EDITED_WITHIN

__all__ = [
    "DAYS",
    "EDITED_WITHIN",
    "LONGEST",
    "LONGEST_TITLE",
    "MOST_PEOPLE",
    "SIGNS",
    "Letter",
    "MessageDraft",
    "Sent",
    "accept_request",
    "add_people",
    "agree",
    "archive",
    "block",
    "decline_request",
    "delete_message",
    "edit_message",
    "leave",
    "mark_read",
    "mark_unread",
    "mute",
    "open_conversation",
    "pin_message",
    "react",
    "remove_person",
    "rename",
    "send_message",
    "send_messages",
    "set_attribution",
    "set_expiry",
    "set_preferences",
    "share_history",
    "start_group",
    "unblock",
]
