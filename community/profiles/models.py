"""A member's profile, the taxonomy of topics, and what joins them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model


class Kind(StrEnum):
    SCHOLAR = "scholar"
    JOURNALIST = "journalist"
    PRACTITIONER = "practitioner"


class Level(StrEnum):
    """How well a language is spoken: each level includes the ones before it."""

    READ = "read"
    INTERVIEW = "interview"
    LIVE = "live"


class Availability(StrEnum):
    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


def _owner() -> Mapped[int]:
    return mapped_column(BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), primary_key=True)


class Profile(Model):
    """One per member. `version` counts saves of the form: two tabs cannot overwrite each other unseen."""

    __tablename__ = "profile"

    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    headline: Mapped[str] = mapped_column(String(140), default="")
    biography: Mapped[str] = mapped_column(Text, default="")
    """Markdown, at most 2,500 characters."""
    biography_html: Mapped[str] = mapped_column(Text, default="")
    biography_language: Mapped[str | None] = mapped_column(String(35))
    based_in: Mapped[str | None] = mapped_column(String(2))
    """ISO 3166 alpha-2."""
    city: Mapped[str] = mapped_column(String(80), default="")
    photo: Mapped[str | None] = mapped_column(String(64))
    """Name of the re-encoded picture in the uploads folder."""
    private_contact: Mapped[str] = mapped_column(String(300), default="")
    """For the member and, when they agree, relayed by the product. Never shown, indexed or exported to others."""
    availability: Mapped[str] = mapped_column(String(10), default=Availability.LIMITED)
    available_until: Mapped[date | None] = mapped_column(Date)
    notice_hours: Mapped[int | None]
    media_modes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of phone, video, studio, written."""
    pronunciation: Mapped[str] = mapped_column(String(120), default="")
    form_of_address: Mapped[str] = mapped_column(String(60), default="")
    is_listed: Mapped[bool] = mapped_column(default=True)
    """Whether the directory finds it; an unlisted member can still be reached by address."""
    is_published: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    """Grows with every change that the search index must know; see `directory/documents.py`."""
    confirmed_at: Mapped[datetime | None]
    """When the member last said that it is still true."""
    version: Mapped[int] = mapped_column(default=1)
    """0 until the form was saved once: a profile that a photo began."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    kinds: Mapped[list[ProfileKind]] = relationship(
        order_by="ProfileKind.position", cascade="all, delete-orphan", lazy="selectin"
    )
    affiliations: Mapped[list[Affiliation]] = relationship(
        order_by="Affiliation.position", cascade="all, delete-orphan", lazy="selectin"
    )
    topics: Mapped[list[ProfileTopic]] = relationship(
        order_by="ProfileTopic.position", cascade="all, delete-orphan", lazy="selectin"
    )
    countries: Mapped[list[CoveredCountry]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    languages: Mapped[list[SpokenLanguage]] = relationship(
        order_by="SpokenLanguage.position", cascade="all, delete-orphan", lazy="selectin"
    )
    publications: Mapped[list[Publication]] = relationship(
        order_by="Publication.year.desc()", cascade="all, delete-orphan", lazy="selectin"
    )
    verifications: Mapped[list[Verification]] = relationship(
        order_by="Verification.verified_on.desc()", cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class ProfileKind(Model):
    __tablename__ = "profile_kind"

    member_id: Mapped[int] = _owner()
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    """0 leads."""


class Affiliation(Model):
    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    institution: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(120), default="")
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    """None: still there."""


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


class ProfileTopic(Model):
    __tablename__ = "profile_topic"

    member_id: Mapped[int] = _owner()
    topic_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("topic.id", ondelete="RESTRICT"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)


class CoveredCountry(Model):
    """A country that the member works on, wherever they live."""

    __tablename__ = "covered_country"

    member_id: Mapped[int] = _owner()
    country: Mapped[str] = mapped_column(String(2), primary_key=True)


class SpokenLanguage(Model):
    __tablename__ = "spoken_language"

    member_id: Mapped[int] = _owner()
    tag: Mapped[str] = mapped_column(String(35), primary_key=True)
    level: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)


class Publication(Model):
    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(400))
    venue: Mapped[str] = mapped_column(String(200), default="")
    year: Mapped[int | None]


class Verification(Model):
    """A dated statement that something on a profile is true; by ORCID, an institution's address or an editor."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), index=True
    )
    by: Mapped[str] = mapped_column(String(20))
    """orcid, institution or editor."""
    editor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    verified_on: Mapped[date] = mapped_column(Date)
