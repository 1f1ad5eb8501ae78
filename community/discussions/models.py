"""The replies in the thread of a story. The thread itself stands beside its story (`stories/models.py`)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core.db import BigId, Model
from community.stories.models import Thread

__all__ = ["Reply", "ReplyState", "Thread"]


class ReplyState(StrEnum):
    VISIBLE = "visible"
    HELD = "held"
    """Waits for a moderator; its author and moderators see it."""
    REMOVED = "removed"


class Reply(Model):
    """A node of a thread. `sequence` has no gaps in its thread; `client_id` makes sending twice harmless."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.story_id", ondelete="CASCADE"))
    sequence: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("reply.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str] = mapped_column(String(120), default="")
    """Who wrote it, where there is no member: a comment that was imported."""
    client_id: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(35))
    state: Mapped[str] = mapped_column(String(10), default=ReplyState.VISIBLE)
    created_at: Mapped[datetime]
    import_id: Mapped[str | None] = mapped_column(String(200))

    author: Mapped[Member | None] = relationship()

    __table_args__ = (
        UniqueConstraint("story_id", "sequence"),
        UniqueConstraint("author_id", "client_id"),
        UniqueConstraint("story_id", "import_id"),
    )
