"""A member's profile: its fields, and the lists of its rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model
from community.profiles.models.items import Audience
from community.profiles.models.rows import (
    Affiliation,
    CoveredCountry,
    CoveredRegion,
    Disclosure,
    NameVariant,
    ProfileKind,
    ProfileLink,
    SpokenLanguage,
)
from community.profiles.models.topics import NotMyField, ProfileTopic
from community.profiles.models.verification import Verification
from community.profiles.models.works import Appearance, Publication


class Availability(StrEnum):
    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


def _list(order: str) -> Any:
    return relationship(order_by=order, cascade="all, delete-orphan", lazy="selectin")


class NameOrder(StrEnum):
    GIVEN_FIRST = "given-first"
    FAMILY_FIRST = "family-first"


class Profile(Model):
    """One per member. `version` counts saves of the form: two tabs cannot overwrite each other unseen."""

    __tablename__ = "profile"

    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    latin_name: Mapped[str] = mapped_column(String(120), default="")
    """The display name in Latin letters, where it is written in others: صفاء النجار -> Safaa al-Naggar."""
    family_name: Mapped[str] = mapped_column(String(80), default="")
    """The part of the display name by which a list is put in order."""
    name_order: Mapped[str] = mapped_column(String(12), default=NameOrder.GIVEN_FIRST)
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
    speaks_from: Mapped[int] = mapped_column(default=8)
    """From this hour of the day in the member's time zone one can talk; 0 to 23."""
    speaks_until: Mapped[int] = mapped_column(default=21)
    """Until this hour; 0 to 24. Before `speaks_from` it is one of the next day."""
    media_modes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of phone, video, studio, written."""
    pronunciation: Mapped[str] = mapped_column(String(120), default="")
    form_of_address: Mapped[str] = mapped_column(String(60), default="")
    press_office_name: Mapped[str] = mapped_column(String(160), default="")
    press_office_contact: Mapped[str] = mapped_column(String(300), default="")
    """Of the institution's office, not of the member; one field with its name, for verified journalists."""
    is_listed: Mapped[bool] = mapped_column(default=True)
    """Whether the directory finds it; an unlisted member can still be reached by address."""
    audience: Mapped[str] = mapped_column(String(12), default=Audience.ME)
    """Of the whole page: no item is seen by more people than it is. `me` is not published."""
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field -> audience, source and confirmed_on, each only where it is not the default; read it through
    `audiences.field_mark`."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    """Grows with every change that the search index must know; see `directory/documents.py`."""
    reminded_at: Mapped[datetime | None]
    """When the member was last asked whether it is still true."""
    confirmed_at: Mapped[datetime | None]
    """When the member last said that it is still true."""
    version: Mapped[int] = mapped_column(default=1)
    """0 until the form was saved once: a profile that a photo began."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    kinds: Mapped[list[ProfileKind]] = _list("ProfileKind.position")
    variants: Mapped[list[NameVariant]] = _list("NameVariant.position")
    affiliations: Mapped[list[Affiliation]] = _list("Affiliation.position")
    topics: Mapped[list[ProfileTopic]] = _list("ProfileTopic.position")
    not_my_field: Mapped[list[NotMyField]] = _list("NotMyField.topic_id")
    countries: Mapped[list[CoveredCountry]] = _list("CoveredCountry.country")
    regions: Mapped[list[CoveredRegion]] = _list("CoveredRegion.region")
    languages: Mapped[list[SpokenLanguage]] = _list("SpokenLanguage.position")
    publications: Mapped[list[Publication]] = _list("Publication.year.desc(), Publication.id")
    appearances: Mapped[list[Appearance]] = _list("Appearance.happened_on.desc(), Appearance.id")
    disclosures: Mapped[list[Disclosure]] = _list("Disclosure.position")
    links: Mapped[list[ProfileLink]] = _list("ProfileLink.position")
    verifications: Mapped[list[Verification]] = _list("Verification.verified_on.desc()")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def is_published(self) -> bool:
        """Whether anybody but its owner may open it."""
        return self.audience != Audience.ME
