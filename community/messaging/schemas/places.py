"""Where the lines of a conversation stand."""

from __future__ import annotations

from flask import url_for

from community.messaging.models import Conversation
from community.messaging.queries.log import PAGE


def address_of(conversation: Conversation, number: int) -> str:
    """The page on which this line stands, at the line."""
    return place_of(conversation.public_id, number, conversation.last_sequence)


def place_of(public_id: str, number: int, last: int) -> str:
    """The same, of a conversation whose last number is known."""
    on_last_page = number > last - PAGE
    return url_for(
        "messaging.show",
        public_id=public_id,
        before=None if on_last_page else number + PAGE // 2,
        _anchor=f"message-{number}",
    )
