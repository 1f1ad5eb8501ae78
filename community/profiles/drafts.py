"""What a member wants a profile to say, before it is saved: the same for the form and the JSON door."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from community.core.text import tidy_line
from community.profiles.audiences import FIELDS
from community.profiles.models import Audience, Availability, Kind, Level
from community.profiles.world import COUNTRIES, language_from

HEADLINE = 140
BIOGRAPHY = 2500
MOST_TOPICS = 7
MOST_AFFILIATIONS = 12
MOST_LANGUAGES = 12
MOST_NOTICE_HOURS = 30 * 24
MEDIA_MODES = ("phone", "video", "studio", "written")
LENGTHS = {
    "headline": HEADLINE,
    "biography": BIOGRAPHY,
    "city": 80,
    "pronunciation": 120,
    "form_of_address": 60,
    "private_contact": 300,
}
"""Field -> the most characters that it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationDraft:
    institution: str
    role: str = ""
    from_year: int | None = None
    to_year: int | None = None
    audience: str | None = None
    """None: as it is, or the default for a new one. The same holds for every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDraft:
    language: str
    """An ISO 639 code, or an English name."""
    level: str = Level.INTERVIEW
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """All of a profile as its form shows it. `version` is the one that the form was made from, 0 for none."""

    version: int
    headline: str = ""
    biography: str = ""
    biography_language: str | None = None
    kinds: tuple[str, ...] = ()
    """The first leads."""
    affiliations: tuple[AffiliationDraft, ...] = ()
    topics: tuple[str, ...] = ()
    """Slugs."""
    countries: tuple[str, ...] = ()
    """Covered, wherever the member lives."""
    based_in: str | None = None
    city: str = ""
    languages: tuple[LanguageDraft, ...] = ()
    availability: str = Availability.LIMITED
    available_until: date | None = None
    notice_hours: int | None = None
    media_modes: tuple[str, ...] = ()
    pronunciation: str = ""
    form_of_address: str = ""
    private_contact: str = ""
    audience: str = Audience.ME
    """Of the whole profile; `me` is a draft that nobody else sees."""
    audiences: Mapping[str, str] = field(default_factory=dict)
    """Of fields; those that are not named stay as they are."""
    is_listed: bool = True

    @property
    def is_published(self) -> bool:
        return self.audience != Audience.ME


def faults(draft: ProfileDraft, topics: Collection[str], *, today: date) -> dict[str, str]:
    """What is wrong with a draft: field -> words for its author. A row of a list is `affiliations.0.from_year`.

    `topics` are the slugs that exist.
    """
    found = {
        **dict(_text_faults(draft)),
        **dict(_choice_faults(draft, topics)),
        **dict(_audience_faults(draft)),
        **dict(_time_faults(draft, today)),
        **dict(_affiliation_faults(draft, today)),
        **dict(_language_faults(draft)),
    }
    if draft.is_published:
        if not draft.kinds:
            found.setdefault("kinds", _("Please say what you are: readers weigh what you write by it."))
        if not tidy_line(draft.headline):
            found.setdefault("headline", _("Please write the line that stands under your name."))
    return found


Faults = Iterator[tuple[str, str]]


def _text_faults(draft: ProfileDraft) -> Faults:
    for name, most in LENGTHS.items():
        length = len(getattr(draft, name))
        if length > most:
            yield name, _too_long(most, length)


def _too_long(most: int, length: int) -> str:
    return _("At most %(most)d characters; these are %(length)d.", most=most, length=length)


def _choice_faults(draft: ProfileDraft, topics: Collection[str]) -> Faults:
    not_offered = _("Please choose from what is offered.")
    if not set(draft.kinds) <= set(Kind):
        yield "kinds", not_offered
    if not set(draft.topics) <= set(topics):
        yield "topics", not_offered
    elif len(set(draft.topics)) > MOST_TOPICS:
        count = len(set(draft.topics))
        yield "topics", _("At most %(most)d topics; these are %(count)d.", most=MOST_TOPICS, count=count)
    if not set(draft.countries) <= COUNTRIES:
        yield "countries", not_offered
    if draft.based_in is not None and draft.based_in not in COUNTRIES:
        yield "based_in", not_offered
    if draft.availability not in set(Availability):
        yield "availability", not_offered
    if not set(draft.media_modes) <= set(MEDIA_MODES):
        yield "media_modes", not_offered
    if draft.biography_language is not None and language_from(draft.biography_language) is None:
        yield "biography_language", not_offered


def _audience_faults(draft: ProfileDraft) -> Faults:
    not_offered = _("Please choose from what is offered.")
    if draft.audience not in set(Audience):
        yield "audience", not_offered
    if not set(draft.audiences) <= FIELDS.keys() or not set(draft.audiences.values()) <= set(Audience):
        yield "audiences", not_offered
    for name in ("affiliations", "languages"):
        for row, one in enumerate(getattr(draft, name)):
            if one.audience is not None and one.audience not in set(Audience):
                yield f"{name}.{row}.audience", not_offered


def _time_faults(draft: ProfileDraft, today: date) -> Faults:
    if draft.available_until is not None and draft.available_until < today:
        yield "available_until", _("This day has passed.")
    if draft.notice_hours is not None and not 0 <= draft.notice_hours <= MOST_NOTICE_HOURS:
        yield "notice_hours", _("Between 0 and %(most)d hours.", most=MOST_NOTICE_HOURS)


def _affiliation_faults(draft: ProfileDraft, today: date) -> Faults:
    if len(draft.affiliations) > MOST_AFFILIATIONS:
        yield "affiliations", _("At most %(most)d entries.", most=MOST_AFFILIATIONS)
    for row, one in enumerate(draft.affiliations):
        at = f"affiliations.{row}"
        if not tidy_line(one.institution):
            yield f"{at}.institution", _("Which institution?")
        elif len(one.institution) > 160:
            yield f"{at}.institution", _too_long(160, len(one.institution))
        if len(one.role) > 120:
            yield f"{at}.role", _too_long(120, len(one.role))
        for name in ("from_year", "to_year"):
            year = getattr(one, name)
            if year is not None and not 1900 <= year <= today.year + 10:
                yield f"{at}.{name}", _("A year, such as %(year)d.", year=today.year)
        if one.from_year and one.to_year and one.to_year < one.from_year:
            yield f"{at}.to_year", _("It ends before it begins.")


def _language_faults(draft: ProfileDraft) -> Faults:
    if len(draft.languages) > MOST_LANGUAGES:
        yield "languages", _("At most %(most)d entries.", most=MOST_LANGUAGES)
    seen: set[str] = set()
    for row, one in enumerate(draft.languages):
        code = language_from(one.language)
        if code is None:
            yield (
                f"languages.{row}.language",
                _(
                    "We do not know this language. Please choose one from the list, or write its ISO 639 code."
                ),
            )
        elif code in seen:
            yield f"languages.{row}.language", _("This language is in the list already.")
        seen.add(code or "")
        if one.level not in set(Level):
            yield f"languages.{row}.level", _("Please choose from what is offered.")
