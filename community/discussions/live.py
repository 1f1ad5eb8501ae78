"""Live subscribers: who reads a thread hears that there is something new, and fetches it in their own language."""

from __future__ import annotations

from collections.abc import Sequence

from community.accounts.models import Member
from community.core.db import db
from community.core.news import tells
from community.discussions.events import ReplyPosted
from community.discussions.schemas import ReplyEvent

REPLY = tells("thread.reply", ReplyEvent, to="who follows the thread")


def thread_room(story_id: int) -> str:
    return f"thread:{story_id}"


def show_replies(events: Sequence[ReplyPosted]) -> None:
    """No text goes out: what a reader may see is decided when they ask for it."""
    for event in events:
        author = db.session.get(Member, event.author_id)
        news = ReplyEvent(
            story_id=event.story_id,
            sequence=event.sequence,
            reply_id=event.reply_id,
            author_id=event.author_id,
            name=author.display_name if author else "",
        )
        REPLY.tell(news, rooms=[thread_room(event.story_id)])
