"""A conversation, who takes part, and its log (docs/decisions/0012-messaging.md)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model


class Kind(StrEnum):
    """What an entry of a log says."""

    MESSAGE = "message"
    EDITED = "edited"
    DELETED = "deleted"
    REACTED = "reacted"
    PINNED = "pinned"
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    HISTORY = "history"
    ATTRIBUTION = "attribution"
    AGREED = "agreed"
    EXPIRY = "expiry"
    BLANK = "blank"
    """Its words are gone, or it is not the reader's to see; its number stays."""


LINES = (
    Kind.MESSAGE,
    Kind.JOINED,
    Kind.LEFT,
    Kind.RENAMED,
    Kind.HISTORY,
    Kind.ATTRIBUTION,
    Kind.AGREED,
    Kind.EXPIRY,
)
"""Kinds that are shown at their place in the log; the others say how something else reads now."""


class Standing(StrEnum):
    """How a participant stands to a conversation; the others cannot tell the last three from silence."""

    IN = "in"
    INVITED = "invited"
    """It waits in their requests."""
    DECLINED = "declined"
    BLOCKED = "blocked"
    """The participant has blocked the other one of the two."""


class WhoMayWrite(StrEnum):
    """Who may begin to write to a member, or add them to a group."""

    ANYONE = "anyone"
    VERIFIED = "verified"
    """Verified members, and whom the member follows."""
    FOLLOWED = "followed"
    NOBODY = "nobody"


class Attribution(StrEnum):
    """The rule under which things are said."""

    NONE = ""
    """Nothing was agreed: ask."""
    ON_RECORD = "on_record"
    BACKGROUND = "background"
    """Use the information, not the name."""
    OFF_RECORD = "off_record"


class Conversation(Model):
    """A private talk. Its row is the lock under which entries get their numbers."""

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    """In addresses; cannot be guessed, and is found only by participants all the same."""
    title: Mapped[str] = mapped_column(String(120), default="")
    pair_key: Mapped[str | None] = mapped_column(String(43), unique=True)
    """`smaller:larger` member id of a talk between two, so that there is one; None for a group."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_message_sequence: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[datetime | None]
    history_from: Mapped[int | None]
    """Who joins reads from this number on; None: from their joining."""
    attribution: Mapped[str] = mapped_column(String(12), default=Attribution.NONE)
    attribution_sequence: Mapped[int] = mapped_column(default=0)
    """Number of the entry that set the rule: who agreed to a later one or to this may write."""
    expires_after_days: Mapped[int | None]
    pins: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Pinned messages, oldest pin first: `sequence`, `by` (a member's id), `at`, `expires_at`
    (of the message, or None). Replaced, never changed in place."""

    participants: Mapped[list[Participant]] = relationship(
        order_by="Participant.joined_at, Participant.invited_by_id.is_not(None), Participant.member_id",
        cascade="all, delete-orphan",
        back_populates="conversation",
    )

    @property
    def is_group(self) -> bool:
        return self.pair_key is None


class Participant(Model):
    """Somebody's part in a conversation, with what concerns only them."""

    __tablename__ = "participant"

    conversation_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    standing: Mapped[str] = mapped_column(String(10), default=Standing.IN)
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    """None: they have never said that they want to talk; strangers get few words until then."""
    left_at: Mapped[datetime | None]
    invited_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    """Who wrote first, or added them."""
    first_sequence: Mapped[int] = mapped_column(default=1)
    """What came before this number is not theirs to see."""
    last_read_sequence: Mapped[int] = mapped_column(default=0)
    last_mention_sequence: Mapped[int] = mapped_column(default=0)
    """Number of the last message that named them, or of the edit by which it did."""
    agreed_sequence: Mapped[int] = mapped_column(default=0)
    """Number of the rule of attribution that they agreed to last."""
    is_muted: Mapped[bool] = mapped_column(default=False)
    is_marked_unread: Mapped[bool] = mapped_column(default=False)
    archived_through: Mapped[int | None]
    """Put away when this was the last message; a newer one brings it back, unless it is muted."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=member_id)
    conversation: Mapped[Conversation] = relationship(back_populates="participants")

    @property
    def handle(self) -> str:
        return self.member.handle

    @property
    def display_name(self) -> str:
        return self.member.display_name

    __table_args__ = (
        Index("ix_participant_member_id", "member_id", "left_at"),
        Index("ix_participant_invited_by_id", "invited_by_id", "joined_at"),
    )


class Entry(Model):
    """One number of a log. Words, marks and reactions of a message are as they are now."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(BigId, ForeignKey("conversation.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), default=Kind.MESSAGE)
    author_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    client_id: Mapped[str | None] = mapped_column(String(64))
    """Of a message: makes sending it twice harmless, also after its words are gone."""
    target: Mapped[int | None]
    """Number of the message that reads differently now."""
    quote: Mapped[int | None]
    """Number of the message that this one answers."""
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    """The folded words of the body, each between two blanks, for its participants' search."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a message: `mentions` (ids), `told` (whom its wordings have ever named, once it was edited), `files` (their
    facts). Of another line: what was set, and to whom it happened."""
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    is_unheard: Mapped[bool] = mapped_column(default=False)
    """Written to somebody who had blocked its author: only the author sees it."""

    author: Mapped[Member | None] = relationship()

    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("conversation_id", "author_id", "client_id"),
        Index(
            "ix_entry_expires_at",
            "expires_at",
            sqlite_where=text("expires_at IS NOT NULL"),
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
    )


class Reaction(Model):
    """One sign of one member under one message."""

    __tablename__ = "reaction"

    conversation_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    sign: Mapped[str] = mapped_column(String(10), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        ForeignKeyConstraint(
            ["conversation_id", "sequence"], ["entry.conversation_id", "entry.sequence"], ondelete="CASCADE"
        ),
    )


class Preferences(Model):
    """What a member chose for all of their conversations; without a row the defaults hold."""

    __tablename__ = "message_preferences"

    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    who_may_write: Mapped[str] = mapped_column(String(10), default=WhoMayWrite.ANYONE)
    shows_read: Mapped[bool] = mapped_column(default=True)
    """Off: the others do not see what the member has read, nor the member what they have."""
    shows_presence: Mapped[bool] = mapped_column(default=False)
    """On: who talks with the member sees that they are here, and the member sees who is of those who show it."""
