"""What was done to the taxonomy, and by whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model


class Deed(StrEnum):
    ADDED = "added"
    WORDED = "worded"
    RETIRED = "retired"
    OFFERED = "offered"
    """Again, after it was retired."""
    MERGED = "merged"


class TopicChange(Model):
    """One step of an editor. It outlives its topic: the log of the taxonomy has no gaps."""

    __tablename__ = "topic_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("topic.id", ondelete="SET NULL"), index=True
    )
    slug: Mapped[str] = mapped_column(String(80))
    deed: Mapped[str] = mapped_column(String(10))
    detail: Mapped[dict[str, Any]]
    """Of `worded`: field -> [before, after]. Of `merged`: which topic went, its words, how many people and stories."""
    editor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    editor: Mapped[Member | None] = relationship(lazy="joined")
