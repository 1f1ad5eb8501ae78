"""What is wrong with a draft, told at its field, for every door alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from community.core import clock
from community.core.text import tidy_line
from community.profiles.audiences import FIELDS
from community.profiles.bringing.fields import doi_of, url_of
from community.profiles.drafts.shapes import ProfileDraft
from community.profiles.models import (
    Audience,
    Availability,
    DisclosureKind,
    Kind,
    Level,
    Medium,
    NameOrder,
    PublicationType,
)
from community.profiles.world import COUNTRIES, COVERED_REGIONS, language_from

HEADLINE = 140
BIOGRAPHY = 2500
MOST_TOPICS = 7
MOST_NOTICE_HOURS = 30 * 24
MEDIA_MODES = ("phone", "video", "studio", "written")
LENGTHS = {
    "display_name": 120,
    "native_name": 120,
    "latin_name": 120,
    "family_name": 80,
    "headline": HEADLINE,
    "biography": BIOGRAPHY,
    "city": 80,
    "pronunciation": 120,
    "form_of_address": 60,
    "private_contact": 300,
    "press_office_name": 160,
    "press_office_contact": 300,
}
"""Field -> the most characters that it takes."""

MOST = {
    "variants": 10,
    "topics": MOST_TOPICS,
    "not_my_field": MOST_TOPICS,
    "affiliations": 12,
    "languages": 12,
    "publications": 500,
    "appearances": 200,
    "links": 10,
    "disclosures": 20,
}
"""List -> the most rows that it takes."""

ROW_LENGTHS = {
    "variants": {"text": 120},
    "affiliations": {"institution": 160, "role": 120, "city": 80},
    "publications": {"title": 400, "authors": 4000, "venue": 200, "doi": 200, "url": 400},
    "appearances": {"outlet": 160, "title": 300, "url": 400},
    "links": {"label": 80, "url": 400},
    "disclosures": {"organisation": 160, "note": 300},
}
_CHOICES: dict[str, dict[str, Collection[str]]] = {
    "affiliations": {"country": COUNTRIES},
    "languages": {"level": set(Level)},
    "publications": {"type": set(PublicationType)},
    "appearances": {"medium": set(Medium)},
    "disclosures": {"kind": set(DisclosureKind)},
}
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")

Faults = Iterator[tuple[str, str]]
Rule = TypeVar("Rule")


def faults(draft: ProfileDraft, topics: Collection[str], *, today: date) -> dict[str, str]:
    """What is wrong with a draft: field -> words for its author. A row of a list is `affiliations.0.from_year`.

    `topics` are the slugs that exist.
    """
    parts = (
        _text_faults(draft),
        _choice_faults(draft, topics),
        _audience_faults(draft),
        _time_faults(draft, today),
        _row_faults(draft, today),
        _language_faults(draft),
        _work_faults(draft, today),
        _link_faults(draft),
        _publishing_faults(draft),
    )
    found: dict[str, str] = {}
    for part in parts:
        for name, words in part:
            found.setdefault(name, words)
    return found


def _not_offered() -> str:
    return _("Please choose from what is offered.")


def _too_long(most: int, length: int) -> str:
    return _("At most %(most)d characters; these are %(length)d.", most=most, length=length)


def _text_faults(draft: ProfileDraft) -> Faults:
    for name, most in LENGTHS.items():
        length = len(getattr(draft, name) or "")
        if length > most:
            yield name, _too_long(most, length)
    if draft.display_name is not None and not tidy_line(draft.display_name):
        yield "display_name", _("Please write the name under which you work.")


def _choice_faults(draft: ProfileDraft, topics: Collection[str]) -> Faults:
    chosen: dict[str, tuple[Iterable[str | None], Collection[str]]] = {
        "kinds": (draft.kinds, set(Kind)),
        "name_order": ([draft.name_order], set(NameOrder)),
        "topics": ((one.slug for one in draft.topics), topics),
        "not_my_field": ((one.slug for one in draft.not_my_field), topics),
        "countries": ((one.code for one in draft.countries), COUNTRIES),
        "regions": ((one.code for one in draft.regions), COVERED_REGIONS),
        "based_in": ([draft.based_in], COUNTRIES),
        "availability": ([draft.availability], set(Availability)),
        "media_modes": (draft.media_modes, MEDIA_MODES),
        "time_zone": ([draft.time_zone], clock.zone_names()),
    }
    for name, (values, offered) in chosen.items():
        if any(value is not None and value not in offered for value in values):
            yield name, _not_offered()
    if draft.biography_language is not None and language_from(draft.biography_language) is None:
        yield "biography_language", _not_offered()
    if {one.slug for one in draft.topics} & {one.slug for one in draft.not_my_field}:
        yield "not_my_field", _("One of these is among the topics that you know.")


def _audience_faults(draft: ProfileDraft) -> Faults:
    if draft.audience not in set(Audience):
        yield "audience", _not_offered()
    for name, audience in draft.audiences.items():
        if name not in FIELDS or audience not in set(Audience):
            yield f"audiences.{name}", _not_offered()
    lists = (*ROW_LENGTHS, "topics", "not_my_field", "countries", "regions", "languages")
    for name in lists:
        for row, one in enumerate(getattr(draft, name)):
            if one.audience is not None and one.audience not in set(Audience):
                yield f"{name}.{row}.audience", _not_offered()


def _time_faults(draft: ProfileDraft, today: date) -> Faults:
    if draft.available_until is not None and draft.available_until < today:
        yield "available_until", _("This day has passed.")
    if draft.notice_hours is not None and not 0 <= draft.notice_hours <= MOST_NOTICE_HOURS:
        yield "notice_hours", _("Between 0 and %(most)d hours.", most=MOST_NOTICE_HOURS)
    for name in ("speaks_from", "speaks_until"):
        if not 0 <= getattr(draft, name) <= 24:
            yield name, _("Between 0 and 24 o’clock.")


def _row_faults(draft: ProfileDraft, today: date) -> Faults:
    """What holds for the rows of all lists: how many, how long, what to choose from, years that follow each other."""
    for name, most in MOST.items():
        count = len(set(getattr(draft, name)))
        if count > most:
            yield name, _("At most %(most)d entries; these are %(count)d.", most=most, count=count)
    for at, value, most in _parts(draft, ROW_LENGTHS):
        if len(value or "") > most:
            yield at, _too_long(most, len(value))
    for at, value, offered in _parts(draft, _CHOICES):
        if value is not None and value not in offered:
            yield at, _not_offered()
    for name in ("affiliations", "disclosures"):
        for row, one in enumerate(getattr(draft, name)):
            yield from _year_faults(f"{name}.{row}", one, today)
    yield from _missing(draft)


def _parts(draft: ProfileDraft, rules: Mapping[str, Mapping[str, Rule]]) -> Iterator[tuple[str, Any, Rule]]:
    """(field, value, rule) for each part of each row that has one."""
    for name, parts in rules.items():
        for row, one in enumerate(getattr(draft, name)):
            for part, rule in parts.items():
                yield f"{name}.{row}.{part}", getattr(one, part), rule


def _missing(draft: ProfileDraft) -> Faults:
    needed = {
        "affiliations": ("institution", _("Which institution?")),
        "publications": ("title", _("What is its title?")),
        "appearances": ("outlet", _("Where was it?")),
        "disclosures": ("organisation", _("Which organisation?")),
        "links": ("label", _("What does it lead to?")),
        "variants": ("text", _("Which spelling?")),
    }
    for name, (part, words) in needed.items():
        for row, one in enumerate(getattr(draft, name)):
            if not tidy_line(getattr(one, part)):
                yield f"{name}.{row}.{part}", words


def _year_faults(at: str, row: Any, today: date) -> Faults:
    for name in ("from_year", "to_year"):
        year = getattr(row, name)
        if year is not None and not 1900 <= year <= today.year + 10:
            yield f"{at}.{name}", _a_year(today)
    if row.from_year and row.to_year and row.to_year < row.from_year:
        yield f"{at}.to_year", _("It ends before it begins.")


def _a_year(today: date) -> str:
    return _("A year, such as %(year)d.", year=today.year)


def _language_faults(draft: ProfileDraft) -> Faults:
    unknown = _("We do not know this language. Please choose one from the list, or write its ISO 639 code.")
    seen: set[str] = set()
    for row, one in enumerate(draft.languages):
        code = language_from(one.language)
        if code is None:
            yield f"languages.{row}.language", unknown
        elif code in seen:
            yield f"languages.{row}.language", _("This language is in the list already.")
        seen.add(code or "")
    for row, appearance in enumerate(draft.appearances):
        if appearance.language and language_from(appearance.language) is None:
            yield f"appearances.{row}.language", unknown


def _work_faults(draft: ProfileDraft, today: date) -> Faults:
    dois: set[str] = set()
    for row, one in enumerate(draft.publications):
        at = f"publications.{row}"
        if one.year is not None and not 1800 <= one.year <= today.year + 5:
            yield f"{at}.year", _a_year(today)
        if one.doi:
            doi = doi_of(one.doi)
            if doi is None:
                yield f"{at}.doi", _("A DOI begins with 10 and has a slash, such as 10.1000/182.")
            elif doi in dois:
                yield f"{at}.doi", _("This work is in your list already.")
            dois.add(doi or "")
    for row, appearance in enumerate(draft.appearances):
        if appearance.happened_on and not 1900 <= appearance.happened_on.year <= today.year + 1:
            yield f"appearances.{row}.happened_on", _a_year(today)
    for row, affiliation in enumerate(draft.affiliations):
        if affiliation.ror and not _ROR.fullmatch(affiliation.ror):
            yield f"affiliations.{row}.ror", _("Nine signs, the first a 0, such as 02yy8x990.")


def _link_faults(draft: ProfileDraft) -> Faults:
    for name in ("publications", "appearances", "links"):
        for row, one in enumerate(getattr(draft, name)):
            if (one.url or name == "links") and not url_of(one.url):
                yield f"{name}.{row}.url", _("An address that begins with https:// or http://.")


def _publishing_faults(draft: ProfileDraft) -> Faults:
    if not draft.is_published:
        return
    if not draft.kinds:
        yield "kinds", _("Please say what you are: readers weigh what you write by it.")
    if not tidy_line(draft.headline):
        yield "headline", _("Please write the line that stands under your name.")
