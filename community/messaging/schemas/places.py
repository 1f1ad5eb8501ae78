"""Where the lines of a conversation stand."""

from __future__ import annotations

from flask import url_for

from community.messaging.models import Participant
from community.messaging.queries.log import PAGE


def address_of(mine: Participant, number: int) -> str:
    """The page on which this line stands, at the line. The last page has no number of its own, and that address leads
    to what was not read yet: when more than a page waits, the last lines stand elsewhere."""
    last = mine.conversation.last_sequence
    return place_of(mine.conversation.public_id, number, last, seen=mine.last_read_sequence)


def place_of(public_id: str, number: int, last: int, *, seen: int | None = None) -> str:
    """The same, of a conversation whose last number is known; `seen`: up to where it was read, without it all of it."""
    on_last_page = number > last - PAGE and (seen is None or seen >= last - PAGE)
    return url_for(
        "messaging.show",
        public_id=public_id,
        before=None if on_last_page else number + PAGE // 2,
        _anchor=f"message-{number}",
    )
