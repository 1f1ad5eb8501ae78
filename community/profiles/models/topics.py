"""The taxonomy, and what joins it with profiles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core import clock
from community.core.db import BigId, Model
from community.profiles.models.items import Item, owner_key


class Topic(Model):
    """An entry of the expertise taxonomy."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    group: Mapped[str] = mapped_column(String(80), index=True)
    openalex: Mapped[str | None] = mapped_column(String(20))
    labels: Mapped[dict[str, Any]]
    """BCP-47 tag -> label."""
    synonyms: Mapped[dict[str, Any]]
    """BCP-47 tag -> list of other words for it."""
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    """To be known for it can bring somebody into danger: who adds it shows it to verified journalists first."""
    former_slugs: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of topics that were merged into this one: old addresses, and what members and other sites kept, still find it."""
    retired_at: Mapped[datetime | None]
    """From then on it is offered to nobody; whoever has it keeps it."""
    edited_at: Mapped[datetime | None]
    """When an editor last touched it: from then on the file that the program brings does not change it."""
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    def label(self, locale: str) -> str:
        """In the reader's language, else in English."""
        chinese = self.labels.get("zh-Hans") if locale.startswith("zh") else None
        return str(
            self.labels.get(locale)
            or chinese
            or self.labels.get(locale[:2])
            or self.labels.get("en", self.slug)
        )


def _topic_key() -> Mapped[int]:
    return mapped_column(BigId, ForeignKey("topic.id", ondelete="RESTRICT"), primary_key=True)


class ProfileTopic(Item, Model):
    """What somebody knows."""

    __tablename__ = "profile_topic"

    member_id: Mapped[int] = owner_key()
    topic_id: Mapped[int] = _topic_key()
    position: Mapped[int] = mapped_column(default=0)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)
    evidence: Mapped[list[TopicEvidence]] = relationship(
        order_by="TopicEvidence.id", cascade="all, delete-orphan", lazy="selectin"
    )


class NotMyField(Item, Model):
    """What somebody is often asked about and does not want to be asked about."""

    __tablename__ = "not_my_field"

    member_id: Mapped[int] = owner_key()
    topic_id: Mapped[int] = _topic_key()

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)


class TopicEvidence(Model):
    """Proof that somebody knows a topic: a publication or an appearance of theirs, or a reply that an editor
    endorsed. It is no item: whoever sees the topic and what it points at sees it.

    It follows its topic when topics are merged (ON UPDATE CASCADE).
    """

    __tablename__ = "topic_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["member_id", "topic_id"],
            ["profile_topic.member_id", "profile_topic.topic_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("member_id", "topic_id", "publication_id"),
        UniqueConstraint("member_id", "topic_id", "appearance_id"),
        UniqueConstraint("member_id", "topic_id", "reply_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    topic_id: Mapped[int]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id", ondelete="CASCADE"))
    appearance_id: Mapped[int | None] = mapped_column(ForeignKey("appearance.id", ondelete="CASCADE"))
    reply_id: Mapped[int | None]
    """Of discussions, which stand on profiles: no foreign key leads upwards."""
    title: Mapped[str] = mapped_column(String(400), default="")
    """Of the story under which the reply stands."""
    url: Mapped[str] = mapped_column(String(400), default="")
    """The path of the reply on this site."""
    endorsed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    endorsed_on: Mapped[date | None] = mapped_column(Date)
