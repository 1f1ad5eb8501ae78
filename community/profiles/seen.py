"""The only way from a profile to a reader.

`seen(profile, audience)` is what this audience may see of it, as a frozen value: what they may not see is not in
it, so no template, serializer or index can let it out. Everything that shows, sends, exports or indexes profiles
takes a `Seen` (or, for a line in a list, a `Glance`), never a `Profile`.

Adding an item to profiles: a column or a row, its default in `audiences.py`, its place here, and its canary in
`tests/profiles/test_canaries.py`, which fails until it has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from community.core import clock
from community.core.errors import NotFound
from community.profiles.audiences import FIELDS, field_mark, narrower, sees
from community.profiles.models import (
    Audience,
    Mark,
    Profile,
    ProfileTopic,
    Subject,
    TopicEvidence,
    Verification,
)
from community.profiles.verifying import fits


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


def seen(profile: Profile, audience: Audience) -> Seen:
    """What `audience` may see of the profile. Raises NotFound where they may not open it at all."""
    return _seen(profile, _Look(profile, audience))


def as_if_open(profile: Profile, audience: Audience) -> Seen:
    """What they would see if the page were open to them: for its owner, who tries out how it looks. Never an answer
    to that audience."""
    return _seen(profile, _Look(profile, audience, is_open=True))


def _seen(profile: Profile, look: _Look) -> Seen:
    publications = tuple(look.rows(SeenPublication, profile.publications))
    appearances = tuple(look.rows(SeenAppearance, profile.appearances))
    works = {one.id for one in publications}, {one.id for one in appearances}
    return Seen(
        **_glance(profile, look),
        variants=tuple(look.rows(SeenVariant, profile.variants)),
        biography=look.field("biography", profile.biography, ""),
        biography_html=look.field("biography", profile.biography_html, ""),
        biography_language=look.field("biography", profile.biography_language, None),
        pronunciation=look.field("pronunciation", profile.pronunciation, ""),
        form_of_address=look.field("form_of_address", profile.form_of_address, ""),
        topics=tuple(_topic(one, *works) for one in look.visible(profile.topics)),
        not_my_field=tuple(look.rows(SeenTopic, profile.not_my_field, without="evidence")),
        countries=tuple(
            SeenPlace(code=one.country, mark=one.mark) for one in look.visible(profile.countries)
        ),
        regions=tuple(SeenPlace(code=one.region, mark=one.mark) for one in look.visible(profile.regions)),
        publications=publications,
        appearances=appearances,
        disclosures=tuple(look.rows(SeenDisclosure, profile.disclosures)),
        links=tuple(look.rows(SeenLink, profile.links)),
        press_office_name=look.field("press_office", profile.press_office_name, ""),
        press_office_contact=look.field("press_office", profile.press_office_contact, ""),
        marks={name: field_mark(profile, name) for name in FIELDS if look.sees_field(name)},
        profile_audience=Audience(profile.audience) if look.audience == Audience.ME else None,
        version=profile.version,
    )


def glance(profile: Profile, audience: Audience) -> Glance:
    """The part of `seen` that a list shows, without loading the rest. Raises NotFound like it."""
    return Glance(**_glance(profile, _Look(profile, audience)))


def effective_audience(seen: Seen, mark: Mark) -> Audience:
    """Who really sees an item, told to its owner: nobody sees more than the page."""
    return narrower(mark.audience, seen.profile_audience or Audience.PUBLIC)


class _Row(Protocol):
    audience: str

    @property
    def mark(self) -> Mark: ...


Value = TypeVar("Value")
Shape = TypeVar("Shape")
Row = TypeVar("Row", bound=_Row)


class _Look:
    """One profile before one audience."""

    def __init__(self, profile: Profile, audience: Audience, *, is_open: bool = False) -> None:
        if not is_open and not sees(audience, profile.audience):
            raise NotFound()
        self._profile = profile
        self.audience = audience

    def sees_field(self, name: str) -> bool:
        return sees(self.audience, field_mark(self._profile, name).audience)

    def field(self, name: str, value: Value, empty: Value) -> Value:
        return value if self.sees_field(name) else empty

    def visible(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if sees(self.audience, row.audience)]

    def rows(self, shape: type[Shape], rows: Iterable[Any], *, without: str = "") -> Iterable[Shape]:
        """The visible rows in their frozen shape, which has the names of their columns."""
        names = [name for name in shape.__dataclass_fields__ if name != without]  # type: ignore[attr-defined]
        for row in self.visible(rows):
            yield shape(**{name: getattr(row, name) for name in names})


def _glance(profile: Profile, look: _Look) -> dict[str, Any]:
    member = profile.member
    affiliations = tuple(look.rows(SeenAffiliation, profile.affiliations))
    return {
        "member_id": profile.member_id,
        "audience": look.audience,
        "handle": member.handle,
        "display_name": member.display_name,
        "native_name": look.field("native_name", member.native_name, None),
        "latin_name": look.field("latin_name", profile.latin_name, ""),
        "family_name": profile.family_name,
        "name_order": profile.name_order,
        "kinds": look.field("kinds", tuple(one.kind for one in profile.kinds), ()),
        "headline": look.field("headline", profile.headline, ""),
        "photo": look.field("photo", profile.photo, None),
        "based_in": look.field("based_in", profile.based_in, None),
        "city": look.field("city", profile.city, ""),
        "affiliations": affiliations,
        "languages": tuple(look.rows(SeenLanguage, profile.languages)),
        "availability": look.field("availability", profile.availability, None),
        "window": look.field("window", _window(profile), None),
        "media_modes": look.field("media_modes", tuple(profile.media_modes), ()),
        "verifications": _verifications(profile, look, {one.id for one in affiliations}),
        "is_listed": profile.is_listed,
        "is_claimed": member.is_claimed,
        "is_active": member.active,
        "confirmed_at": profile.confirmed_at,
        "created_at": profile.created_at,
        "updated_at": profile.updated_at,
    }


def _window(profile: Profile) -> SeenWindow | None:
    return SeenWindow(
        time_zone=profile.member.time_zone,
        speaks_from=profile.speaks_from,
        speaks_until=profile.speaks_until,
        notice_hours=profile.notice_hours,
        available_until=profile.available_until,
    )


def _topic(topic: ProfileTopic, publications: set[int], appearances: set[int]) -> SeenTopic:
    """With the evidence that points at what is seen itself."""
    return SeenTopic(
        topic_id=topic.topic_id,
        mark=topic.mark,
        evidence=tuple(
            _evidence(one)
            for one in topic.evidence
            if one.publication_id in publications or one.appearance_id in appearances or one.reply_id
        ),
    )


def _evidence(evidence: TopicEvidence) -> SeenEvidence:
    return SeenEvidence(**{name: getattr(evidence, name) for name in SeenEvidence.__dataclass_fields__})


def _verifications(profile: Profile, look: _Look, affiliations: set[int]) -> tuple[SeenVerification, ...]:
    """A statement about an affiliation or a kind names it: who may not see the one may not see the other."""
    day = clock.now().date()

    def is_told(one: Verification) -> bool:
        names_what_is_seen = one.affiliation_id is None or one.affiliation_id in affiliations
        if one.subject == Subject.KIND and not look.sees_field("kinds"):
            return False
        return (
            names_what_is_seen
            and one.is_valid(day)
            and fits(one, profile)
            and sees(look.audience, one.audience)
        )

    return tuple(
        SeenVerification(**{name: getattr(one, name) for name in SeenVerification.__dataclass_fields__})
        for one in profile.verifications
        if is_told(one)
    )
