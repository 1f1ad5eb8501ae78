"""What a file says about a person, as plain values: tidied, within the lengths of a profile, and not yet believed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from community.profiles.models import Audience, PublicationType


class Why(StrEnum):
    """Why something in a file did not come in; `words.py` says it to people."""

    UNTITLED = "untitled"
    BROKEN = "broken"
    NO_DOI = "no_doi"
    BAD_LINK = "bad_link"
    CONTACT = "contact"
    COUNTRY = "country"
    NO_PLACE = "no_place"
    """Grants, peer reviews, prizes …: a profile has no list of them."""
    NO_INSTITUTION = "no_institution"
    TOO_MANY = "too_many"
    NAMELESS = "nameless"
    NO_TOPIC = "no_topic"


@dataclass(frozen=True, slots=True)
class LeftOut:
    why: Why
    what: str
    """The entry in the file's own words, cut; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    title: str
    """Empty where only the DOI is known."""
    type: str = PublicationType.DOCUMENT
    authors: tuple[str, ...] = ()
    """ "Ndiaye, Awa" where the file tells the family name, else as it has them."""
    venue: str = ""
    year: int | None = None
    doi: str | None = None
    url: str = ""
    audience: Audience | None = None
    """The widest that its owner chose where it comes from; None where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Work or studies at an institution."""

    institution: str
    role: str = ""
    from_year: int | None = None
    to_year: int | None = None
    ror: str | None = None
    city: str = ""
    country: str | None = None
    is_study: bool = False
    audience: Audience | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    text: str
    audience: Audience | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str
    audience: Audience | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """All of one file. `source` is one of `models.Source`."""

    source: str
    works: tuple[Work, ...] = ()
    posts: tuple[Post, ...] = ()
    names: tuple[Name, ...] = ()
    links: tuple[Link, ...] = ()
    biography: str = ""
    keywords: tuple[str, ...] = ()
    orcid: str | None = None
    """Whose record it is, where it is one: 0000-0002-1825-0097."""
    is_record: bool = False
    """A record that its owner keeps of themselves, so that works without a list of authors are theirs."""
    left_out: tuple[LeftOut, ...] = ()
