"""A whole profile as its author wants it, in frozen values: the same for every form and for the JSON door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from community.profiles.models import Audience, Availability, DisclosureKind, Level, Medium, PublicationType
from community.profiles.models.profile import NameOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDraft:
    """A row of a list. `id` is that of a row which is there, of the same profile; a row without one is taken for
    the one that says the same, else for a new one. `audience` is None where nothing was chosen: a row that is there
    keeps its own, and a new one gets the default of its list."""

    id: int | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDraft(RowDraft):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationDraft(RowDraft):
    institution: str
    role: str = ""
    from_year: int | None = None
    to_year: int | None = None
    ror: str | None = None
    city: str = ""
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDraft:
    slug: str
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """A covered country (ISO 3166 alpha-2) or region (UN M49)."""

    code: str
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDraft:
    language: str
    """An ISO 639 code, or an English name."""
    level: str = Level.INTERVIEW
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDraft(RowDraft):
    title: str
    type: str = PublicationType.DOCUMENT
    authors: str = ""
    venue: str = ""
    year: int | None = None
    doi: str | None = None
    """With or without the address before it."""
    url: str = ""
    shows: tuple[str, ...] = ()
    """Slugs of the topics of this profile of which it is evidence; others are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppearanceDraft(RowDraft):
    outlet: str
    title: str = ""
    happened_on: date | None = None
    url: str = ""
    medium: str = Medium.ONLINE
    language: str | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDraft(RowDraft):
    organisation: str
    kind: str = DisclosureKind.FUNDER
    note: str = ""
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft(RowDraft):
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """All of a profile. `version` is the one that it was made from, 0 for none."""

    version: int
    display_name: str | None = None
    """None: as it is. So for the three that belong to the member, and for the private contact."""
    native_name: str | None = None
    time_zone: str | None = None
    private_contact: str | None = None
    latin_name: str = ""
    family_name: str = ""
    name_order: str = NameOrder.GIVEN_FIRST
    variants: tuple[VariantDraft, ...] = ()
    pronunciation: str = ""
    form_of_address: str = ""
    kinds: tuple[str, ...] = ()
    """The first leads."""
    headline: str = ""
    biography: str = ""
    biography_language: str | None = None
    topics: tuple[TopicDraft, ...] = ()
    not_my_field: tuple[TopicDraft, ...] = ()
    countries: tuple[PlaceDraft, ...] = ()
    regions: tuple[PlaceDraft, ...] = ()
    based_in: str | None = None
    city: str = ""
    affiliations: tuple[AffiliationDraft, ...] = ()
    languages: tuple[LanguageDraft, ...] = ()
    availability: str = Availability.LIMITED
    available_until: date | None = None
    notice_hours: int | None = None
    speaks_from: int = 8
    speaks_until: int = 21
    media_modes: tuple[str, ...] = ()
    press_office_name: str = ""
    press_office_contact: str = ""
    publications: tuple[PublicationDraft, ...] = ()
    appearances: tuple[AppearanceDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    disclosures: tuple[DisclosureDraft, ...] = ()
    audience: str = Audience.ME
    """Of the whole page; `me` is a draft that nobody else sees."""
    audiences: Mapping[str, str] = field(default_factory=dict)
    """Of fields; those that are not named stay as they are."""
    is_listed: bool = True

    @property
    def is_published(self) -> bool:
        return self.audience != Audience.ME
