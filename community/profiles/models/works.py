"""What a member published, and where they were heard or quoted."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model
from community.profiles.models.items import Item, owner


class PublicationType(StrEnum):
    """The types of CSL-JSON that profiles know; another one is a document."""

    ARTICLE_JOURNAL = "article-journal"
    BOOK = "book"
    CHAPTER = "chapter"
    REPORT = "report"
    PAPER = "article"
    """A working paper or preprint."""
    CONFERENCE = "paper-conference"
    THESIS = "thesis"
    DATASET = "dataset"
    NEWSPAPER = "article-newspaper"
    MAGAZINE = "article-magazine"
    WEBPAGE = "webpage"
    DOCUMENT = "document"


class Medium(StrEnum):
    TV = "tv"
    RADIO = "radio"
    PODCAST = "podcast"
    PRINT = "print"
    ONLINE = "online"


class Publication(Item, Model):
    """A work attached by its author, or by an import that they confirmed: never by name alone."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("member_id", "doi"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    type: Mapped[str] = mapped_column(String(20), default=PublicationType.DOCUMENT)
    title: Mapped[str] = mapped_column(String(400))
    authors: Mapped[str] = mapped_column(Text, default="")
    """As they are to be printed, in their order, separated by semicolons."""
    venue: Mapped[str] = mapped_column(String(200), default="")
    """What contains it or brought it out: the journal, the book, the institution of a report."""
    year: Mapped[int | None]
    doi: Mapped[str | None] = mapped_column(String(200))
    """In lower case, without the address before it: 10.1000/182."""
    url: Mapped[str] = mapped_column(String(400), default="")


class Appearance(Item, Model):
    __tablename__ = "appearance"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    outlet: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(300), default="")
    happened_on: Mapped[date | None] = mapped_column(Date)
    url: Mapped[str] = mapped_column(String(400), default="")
    medium: Mapped[str] = mapped_column(String(10))
    language: Mapped[str | None] = mapped_column(String(35))
