"""A person as an audience may see them: all of it, or what a line in a list needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from community.profiles.audiences import narrower
from community.profiles.models import Audience, Mark
from community.profiles.seen.rows import (
    SeenAffiliation,
    SeenAppearance,
    SeenDisclosure,
    SeenLanguage,
    SeenLink,
    SeenPlace,
    SeenPublication,
    SeenTopic,
    SeenVariant,
    SeenVerification,
    SeenWindow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a line in a list needs: nothing here loads more than names, work, languages and availability.

    A hidden field is empty: "", None or (). `audience` is the reader's, `marks` those of the fields that they see.
    """

    member_id: int
    audience: Audience
    handle: str
    display_name: str
    native_name: str | None
    latin_name: str
    family_name: str
    name_order: str
    kinds: tuple[str, ...]
    headline: str
    photo: str | None
    based_in: str | None
    city: str
    affiliations: tuple[SeenAffiliation, ...]
    languages: tuple[SeenLanguage, ...]
    availability: str | None
    window: SeenWindow | None
    media_modes: tuple[str, ...]
    verifications: tuple[SeenVerification, ...]
    is_listed: bool
    is_claimed: bool
    """Otherwise the publication's archive made it, and nobody has signed in as this person."""
    is_active: bool
    confirmed_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Glance):
    """All of a profile that its audience may see."""

    variants: tuple[SeenVariant, ...]
    biography: str
    biography_html: str
    biography_language: str | None
    pronunciation: str
    form_of_address: str
    topics: tuple[SeenTopic, ...]
    not_my_field: tuple[SeenTopic, ...]
    countries: tuple[SeenPlace, ...]
    regions: tuple[SeenPlace, ...]
    publications: tuple[SeenPublication, ...]
    appearances: tuple[SeenAppearance, ...]
    disclosures: tuple[SeenDisclosure, ...]
    links: tuple[SeenLink, ...]
    press_office_name: str
    press_office_contact: str
    marks: Mapping[str, Mark]
    """Of the fields that are seen; one that was left empty has a mark as well."""
    profile_audience: Audience | None
    """Who may open the page; told to its owner only."""
    version: int


def effective_audience(seen: Seen, mark: Mark) -> Audience:
    """Who really sees an item, told to its owner: nobody sees more than the page."""
    return narrower(mark.audience, seen.profile_audience or Audience.PUBLIC)
