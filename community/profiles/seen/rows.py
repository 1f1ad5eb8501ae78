"""The rows of a profile, and what else it is made of, as frozen values that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from community.profiles.models import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAffiliation:
    id: int
    institution: str
    role: str
    from_year: int | None
    to_year: int | None
    ror: str | None
    city: str
    country: str | None
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvidence:
    """Exactly one of `publication_id` and `appearance_id` is set, and in the same Seen; or it is a reply that an
    editor endorsed, with its `title` and `url`."""

    id: int
    publication_id: int | None
    appearance_id: int | None
    reply_id: int | None
    title: str
    url: str
    endorsed_by_id: int | None
    endorsed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTopic:
    topic_id: int
    evidence: tuple[SeenEvidence, ...] = ()
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPlace:
    """A covered country (ISO 3166 alpha-2) or region (UN M49)."""

    code: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLanguage:
    tag: str
    level: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVariant:
    id: int
    text: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPublication:
    id: int
    type: str
    title: str
    authors: str
    venue: str
    year: int | None
    doi: str | None
    url: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAppearance:
    id: int
    outlet: str
    title: str
    happened_on: date | None
    url: str
    medium: str
    language: str | None
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDisclosure:
    id: int
    kind: str
    organisation: str
    note: str
    from_year: int | None
    to_year: int | None
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLink:
    id: int
    label: str
    url: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVerification:
    """A statement that is valid today."""

    id: int
    by: str
    subject: str
    about: str
    statement: str
    reason: str
    domain: str | None
    affiliation_id: int | None
    editor_id: int | None
    verified_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenWindow:
    """When somebody can talk: hours of the day in their time zone, the notice that they need, the last day."""

    time_zone: str
    speaks_from: int
    speaks_until: int
    notice_hours: int | None
    available_until: date | None
