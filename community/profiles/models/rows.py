"""The rows of a profile about the person: names, work, places, languages, what they disclose."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model
from community.profiles.models.items import Item, owner, owner_key


class Kind(StrEnum):
    SCHOLAR = "scholar"
    JOURNALIST = "journalist"
    PRACTITIONER = "practitioner"


class Level(StrEnum):
    """How well a language is spoken: each level includes the ones before it."""

    READ = "read"
    INTERVIEW = "interview"
    LIVE = "live"


class DisclosureKind(StrEnum):
    FUNDER = "funder"
    EMPLOYER = "employer"
    GOVERNMENT = "government"
    OTHER = "other"


class ProfileKind(Model):
    """Who may see the kinds is said once for all of them: the field `kinds`."""

    __tablename__ = "profile_kind"

    member_id: Mapped[int] = owner_key()
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    """0 leads."""


class NameVariant(Item, Model):
    """Another spelling or an earlier name, under which somebody may be looked for."""

    __tablename__ = "name_variant"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    text: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)


class Affiliation(Item, Model):
    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    position: Mapped[int] = mapped_column(default=0)
    institution: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(120), default="")
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    """None: still there."""
    ror: Mapped[str | None] = mapped_column(String(9))
    """The institution's id at the Research Organization Registry, without the address before it: 02yy8x990."""
    city: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str | None] = mapped_column(String(2))


class CoveredCountry(Item, Model):
    """A country that the member works on, wherever they live."""

    __tablename__ = "covered_country"

    member_id: Mapped[int] = owner_key()
    country: Mapped[str] = mapped_column(String(2), primary_key=True)


class CoveredRegion(Item, Model):
    """A region that the member works on as a whole."""

    __tablename__ = "covered_region"

    member_id: Mapped[int] = owner_key()
    region: Mapped[str] = mapped_column(String(3), primary_key=True)
    """UN M49: "014" is Eastern Africa, "202" Sub-Saharan Africa."""


class SpokenLanguage(Item, Model):
    __tablename__ = "spoken_language"

    member_id: Mapped[int] = owner_key()
    tag: Mapped[str] = mapped_column(String(35), primary_key=True)
    level: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)


class Disclosure(Item, Model):
    """Who pays for the work, or could be thought to have a say in it."""

    __tablename__ = "disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(12))
    organisation: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(String(300), default="")
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]


class ProfileLink(Item, Model):
    __tablename__ = "profile_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(400))
