"""A file that somebody attached, or is about to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import BigId, Model


class FileKind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    DOCUMENT = "document"
    """Of an office program, without macros."""


class Attachment(Model):
    """Its bytes lie in a folder under `public_id`. Without a conversation it was not sent yet."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    """In addresses, and its name on the disk; cannot be guessed, and is found only by participants all the same."""
    uploader_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    client_id: Mapped[str] = mapped_column(String(64))
    """Makes uploading it twice harmless."""
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    conversation_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("conversation.id", ondelete="CASCADE")
    )
    sequence: Mapped[int | None]
    """Number of its message."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def facts(self) -> dict[str, Any]:
        """What whoever may see it is told."""
        return {
            "id": self.public_id,
            "name": self.name,
            "kind": self.kind,
            "size": self.size,
            "width": self.width,
            "height": self.height,
        }

    __table_args__ = (
        UniqueConstraint("uploader_id", "client_id"),
        Index("ix_attachment_conversation_id", "conversation_id", "sequence"),
        Index(
            "ix_attachment_unsent",
            "created_at",
            sqlite_where=text("conversation_id IS NULL"),
            postgresql_where=text("conversation_id IS NULL"),
        ),
    )
