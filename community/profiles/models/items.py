"""What every item of a profile says of itself: who may see it, where it comes from, when it was last confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import BigId


class Audience(StrEnum):
    """Who may see something, from the widest to the narrowest: each is part of the one before it.

    Said of an item, it is the widest audience that sees it. Said of a reader, it is the narrowest that they
    belong to; `me` is the owner. `profiles/audiences.py` compares them.
    """

    PUBLIC = "public"
    MEMBERS = "members"
    JOURNALISTS = "journalists"
    """Members who are verified to be journalists."""
    ME = "me"


class Source(StrEnum):
    """Where an item comes from. `member`: typed by its owner."""

    MEMBER = "member"
    ORCID = "orcid"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"
    DOI = "doi"
    CSV = "csv"
    EDITOR = "editor"
    ARCHIVE = "archive"
    """The publication's own, brought in from another program."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The three for one item, as a value."""

    audience: Audience
    source: str
    confirmed_on: date | None


def today() -> date:
    return clock.now().date()


class Item:
    """Mixin of the rows of a profile that are items; fields keep theirs in `Profile.marks`."""

    audience: Mapped[str] = mapped_column(String(12), default=Audience.PUBLIC)
    source: Mapped[str] = mapped_column(String(12), default=Source.MEMBER)
    confirmed_on: Mapped[date] = mapped_column(Date, default=today)

    @property
    def mark(self) -> Mark:
        return Mark(Audience(self.audience), self.source, self.confirmed_on)


def owner_key() -> Mapped[int]:
    """The column for rows of which a member has at most one with the rest of the key."""
    return mapped_column(BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), primary_key=True)


def owner() -> Mapped[int]:
    """The column for rows that have a number of their own."""
    return mapped_column(BigId, ForeignKey("profile.member_id", ondelete="CASCADE"), index=True)
