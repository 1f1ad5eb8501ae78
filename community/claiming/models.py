"""Who said of which entry of an import that it is them, how it was proved, and what was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model

LINK_LASTS = timedelta(days=1)
TRACE_LASTS = timedelta(days=366)
"""So long what was merged can be told apart again."""


class Way(StrEnum):
    LINK = "link"
    """To the address that stood in the file."""
    ORCID = "orcid"
    DESK = "desk"


class Outcome(StrEnum):
    GRANTED = "granted"
    DECLINED = "declined"


class Claim(Model):
    """One member, one entry. It outlives the entry, which goes when it becomes a member's own."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    """Until it is decided; None while it waits: the entry has gone meanwhile."""
    handle: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    way: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(1000), default="")
    """For the desk's eyes: why it is them."""
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(500), default="")
    """The editor's reason; the member reads it."""
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    """None where a link or an iD proved it."""
    told_at: Mapped[datetime | None]
    stories: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    """How many became the member's."""
    trace: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """What the entry held on the day it was granted, see `trace.py`; None when undone, or too old for that."""
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    undone_why: Mapped[str] = mapped_column(String(500), default="")
    """The editor's reason; the member reads it."""
    undone_told_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(foreign_keys=[member_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[Member | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")
    undone_by: Mapped[Member | None] = relationship(foreign_keys=[undone_by_id], lazy="joined")
    can_be_undone: Mapped[bool] = column_property(trace.is_not(None))


class ClaimLink(Model):
    """A link is on its way to the address in the file. That stands in the mail only, which goes with this row."""

    __tablename__ = "claim_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    mail_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("mail.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    entry: Mapped[Member] = relationship(foreign_keys=[entry_id], lazy="joined", innerjoin=True)
