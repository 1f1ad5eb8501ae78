"""A saved search is a question under a name; with an alert it remembers whom it has found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import BigId, Model


class SavedSearch(Model):
    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    owner_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    asked: Mapped[str] = mapped_column(Text)
    """As `Asked.kept` writes it."""
    has_alert: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime | None]
    """When whom it finds was last noted. None without an alert, and while it finds too many people for one: whoever
    matches then is noted without a word, once there are few enough."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When its alert is asked next; None without one."""
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)


class SavedSearchFind(Model):
    """Somebody whom a search with an alert has found: of them its owner is not told again."""

    __tablename__ = "saved_search_find"

    search_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("saved_search.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
