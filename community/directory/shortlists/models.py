"""A shortlist holds who, in which order, and what was noted of them; nothing that a profile says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model


class Shortlist(Model):
    """Its row is the lock under which entries are added and put in order."""

    __tablename__ = "shortlist"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    """In addresses; cannot be guessed, and is found only by its readers all the same."""
    owner_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    owner: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    entries: Mapped[list[ShortlistEntry]] = relationship(
        order_by="ShortlistEntry.position, ShortlistEntry.id",
        cascade="all, delete-orphan",
        back_populates="shortlist",
    )
    shares: Mapped[list[ShortlistShare]] = relationship(
        order_by="ShortlistShare.shared_at, ShortlistShare.member_id", cascade="all, delete-orphan"
    )


class ShortlistEntry(Model):
    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("shortlist_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shortlist_id: Mapped[int] = mapped_column(BigId, ForeignKey("shortlist.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    """None when the account was erased: the note stays its writer's."""
    position: Mapped[int]
    """From 1."""
    note: Mapped[str] = mapped_column(Text, default="")
    note_version: Mapped[int] = mapped_column(default=0)
    """Counts what was written, so that two who write at once do not overwrite each other unseen."""
    noted_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    noted_at: Mapped[datetime | None]
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    shortlist: Mapped[Shortlist] = relationship(back_populates="entries")


class ShortlistShare(Model):
    """A colleague may read the list and write notes."""

    __tablename__ = "shortlist_share"

    shortlist_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("shortlist.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shared_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
