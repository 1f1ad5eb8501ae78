"""What was brought: a file as it is shown before anything is kept, and afterwards what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import BigId, Model

KEPT_FOR = timedelta(days=1)
"""A preview that nobody decided on is forgotten after this."""


class Scope(StrEnum):
    PROFILE = "profile"
    """The member's own."""
    PEOPLE = "people"
    """Of an institution, by an administrator."""


class Batch(Model):
    """One file. It is a preview until `applied_at`; after `undone_at` it is history."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    """Who brought it."""
    scope: Mapped[str] = mapped_column(String(10), default=Scope.PROFILE)
    source: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    """As its owner called it; empty for what was pasted."""
    audience: Mapped[str | None] = mapped_column(String(12))
    """Chosen for all of it; None: each list's own default."""
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`offers.Preview` as JSON; emptied once it is applied: what was left out is nobody's to keep."""
    made: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The rows that came of it, each with the values that it was given, so that undoing sees what changed since."""
    began_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
