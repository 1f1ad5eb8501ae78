"""A story and what it is about."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model
from community.profiles.models import Topic


class StoryKind(StrEnum):
    LINK = "link"
    """News: the original source, with an editor's reason to read it."""
    ARTICLE = "article"
    """Analysis: signed, reviewed."""


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    PRIVATE = "private"
    """Kept from an import; for the desk only."""
    WITHDRAWN = "withdrawn"


SECTIONS = ("debt", "trade", "technology", "energy", "infrastructure", "politics", "society", "environment")


class Story(Model):
    __tablename__ = "story"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(12), default=Status.DRAFT)
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    standfirst: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    section: Mapped[str | None] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text, default="")
    """Markdown of an article; empty where the body came as HTML from an import."""
    body_html: Mapped[str] = mapped_column(Text, default="")
    disclosures: Mapped[str] = mapped_column(Text, default="")
    source_url: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source_language: Mapped[str | None] = mapped_column(String(35))
    source_country: Mapped[str | None] = mapped_column(String(2))
    editor_note: Mapped[str] = mapped_column(Text, default="")
    editor_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="SET NULL"), index=True
    )
    """Who chose or reviewed it, by name."""
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    pinned_until: Mapped[datetime | None]
    pinned_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    credit: Mapped[str] = mapped_column(Text, default="")
    """Source of facts that a licence asks to name."""
    import_source: Mapped[str | None] = mapped_column(String(200))
    import_id: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    editor: Mapped[Member | None] = relationship(foreign_keys=[editor_id])
    pinned_by: Mapped[Member | None] = relationship(foreign_keys=[pinned_by_id])
    byline: Mapped[list[Byline]] = relationship(order_by="Byline.position", cascade="all, delete-orphan")
    topics: Mapped[list[StoryTopic]] = relationship(
        order_by="StoryTopic.position", cascade="all, delete-orphan"
    )
    countries: Mapped[list[StoryCountry]] = relationship(
        order_by="StoryCountry.position", cascade="all, delete-orphan"
    )
    labels: Mapped[list[ImportedLabel]] = relationship(cascade="all, delete-orphan")
    thread: Mapped[Thread | None] = relationship(back_populates="story", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_story_status_published_at", "status", "published_at"),
        UniqueConstraint("import_source", "import_id"),
    )

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_article(self) -> bool:
        return self.kind == StoryKind.ARTICLE


class Byline(Model):
    """One author of a story."""

    __tablename__ = "byline"

    story_id: Mapped[int] = mapped_column(BigId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class StoryTopic(Model):
    __tablename__ = "story_topic"

    story_id: Mapped[int] = mapped_column(BigId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("topic.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)


class StoryCountry(Model):
    __tablename__ = "story_country"

    story_id: Mapped[int] = mapped_column(BigId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class ImportedLabel(Model):
    """A category or tag that a story brought from elsewhere, kept as it was."""

    __tablename__ = "imported_label"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(BigId, ForeignKey("story.id", ondelete="CASCADE"), index=True)
    scheme: Mapped[str] = mapped_column(String(20))
    """category or tag."""
    label: Mapped[str] = mapped_column(String(200))


class Thread(Model):
    """The discussion of one story, counted. Its row is the lock under which replies get their numbers.

    It stands here, and its replies in `discussions/`, because every list of stories says how many there are.
    """

    __tablename__ = "thread"

    story_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    is_open: Mapped[bool] = mapped_column(default=True)
    last_sequence: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    """Visible replies."""
    last_reply_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=0)
    """Counts every change that a reader can see; pages are cached by it."""

    story: Mapped[Story] = relationship(back_populates="thread")
