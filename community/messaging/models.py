"""A conversation, who takes part, and what was said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model


class Conversation(Model):
    """A private talk. Its row is the lock under which messages get their numbers."""

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    """In addresses; cannot be guessed, and is found only by participants all the same."""
    title: Mapped[str] = mapped_column(String(120), default="")
    pair_key: Mapped[str | None] = mapped_column(String(43), unique=True)
    """`smaller:larger` member id of a talk between two, so that there is one; None for a group."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[datetime | None]

    participants: Mapped[list[Participant]] = relationship(
        order_by="Participant.joined_at, Participant.member_id",
        cascade="all, delete-orphan",
        back_populates="conversation",
    )


class Participant(Model):
    __tablename__ = "participant"

    conversation_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]
    last_read_sequence: Mapped[int] = mapped_column(default=0)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    conversation: Mapped[Conversation] = relationship(back_populates="participants")

    __table_args__ = (Index("ix_participant_member_id", "member_id", "left_at"),)


class Message(Model):
    """An entry of a conversation. `sequence` has no gaps; `client_id` makes sending twice harmless."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(BigId, ForeignKey("conversation.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    client_id: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    author: Mapped[Member | None] = relationship()

    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("conversation_id", "author_id", "client_id"),
    )
