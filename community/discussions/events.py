"""What happened in threads."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPosted(Event):
    """A reply that readers can see was added to the thread of a story."""

    story_id: int
    sequence: int
    reply_id: int
    author_id: int
