"""From the lines of a table to people, each checked by the rules of the profile's own form; or why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from flask_babel import gettext as _

from community.accounts.addresses import Address, address_of
from community.core import clock
from community.core.text import tidy_line
from community.profiles.bringing.fields import orcid_of
from community.profiles.bringing.offers import key_of
from community.profiles.bringing.people.columns import COLUMNS
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.table import MOST_CELL, Line, Table
from community.profiles.drafts import (
    MOST_TOPICS,
    AffiliationDraft,
    LanguageDraft,
    LinkDraft,
    PlaceDraft,
    ProfileDraft,
    TopicDraft,
    faults,
)
from community.profiles.models import Audience, Kind, Level
from community.profiles.taxonomy import Taxonomy
from community.profiles.world import COUNTRIES, country_names, language_from

Value = TypeVar("Value")

_PARTS = re.compile(r"[;|\n\u061b\uff1b]")
_LEVEL = re.compile(rf"\s*[:(]\s*({'|'.join(Level)})\s*\)?\s*$", re.IGNORECASE)
_FORMULA = re.compile(r"[=@+\-]")
_COLUMN_AT = {
    "display_name": "name",
    "affiliations.0.institution": "institution",
    "affiliations.0.role": "role",
    "affiliations.0.from_year": "from_year",
    "affiliations.0.ror": "ror",
    "links": "website",
}
"""Field of a draft -> the column that it came from, where the two are called differently."""


@dataclass(frozen=True, slots=True)
class Person:
    """A line that can come in."""

    line: int
    draft: ProfileDraft
    keys: tuple[str, ...]
    email: str | None
    """Compared with the addresses of members; kept nowhere."""
    orcid: str | None
    notes: tuple[str, ...] = ()
    """What of the line stays out, in words."""

    @property
    def name(self) -> str:
        return self.draft.display_name or ""


@dataclass(frozen=True, slots=True)
class Refused:
    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read: the column of each heading, "" for none, and the kind of whoever has none."""

    columns: tuple[str, ...]
    kind: str = Kind.SCHOLAR


def read_lines(table: Table, reading: Reading, topics: Taxonomy, keys: Keys) -> Iterator[Person | Refused]:
    reader = _Reader(reading, topics, keys)
    return map(reader.read, table.lines)


class _Wrong(Exception):
    """The line cannot come in."""


class _Reader:
    def __init__(self, reading: Reading, topics: Taxonomy, keys: Keys) -> None:
        self._reading, self._keys = reading, keys
        offered = [topic for topic in topics.topics if topic.is_offered]
        self._topics = {key_of(name): topic.slug for topic in offered for name in topic.all_names()}
        self._topics |= {slug: topic.slug for slug, topic in topics.by_slug.items() if topic.is_offered}
        self._slugs = topics.by_slug
        self._today = clock.now().date()

    def read(self, line: Line) -> Person | Refused:
        cells = {
            column: cell
            for column, cell in zip(self._reading.columns, line.cells, strict=False)
            if column and cell not in ("", "-", "–", "—")
        }
        notes: list[str] = []
        try:
            if len(line.cells) > len(self._reading.columns):
                raise _Wrong(_("It has more cells than there are headings."))
            cells = {column: _plain(column, cell) for column, cell in cells.items()}
            orcid, email = _orcid(cells), _email(cells)
            draft = self._draft(cells, orcid, notes)
            wrong = _faults(draft, self._slugs, self._today)
            if wrong:
                raise _Wrong(wrong)
            keys = self._keys_of(cells, orcid, email)
            return Person(line.number, draft, keys, email.folded if email else None, orcid, tuple(notes))
        except _Wrong as wrong:
            return Refused(line.number, tidy_line(cells.get("name") or " ".join(line.cells))[:80], str(wrong))

    def _keys_of(self, cells: Mapping[str, str], orcid: str | None, email: Address | None) -> tuple[str, ...]:
        number = cells.get("number") if "institution" in cells else None
        found = (
            orcid and self._keys.of_orcid(orcid),
            self._keys.of_email(email) if email else None,
            number and self._keys.of_number(cells["institution"], number),
        )
        if not any(found):
            raise _Wrong(
                _(
                    "It has no ORCID iD, no e-mail address and no number of its institution: nothing tells it from a"
                    " namesake."
                )
            )
        return tuple(filter(None, found))

    def _topic(self, text: str) -> str | None:
        """By its slug, or by any of its names in any language."""
        return self._topics.get(text) or self._topics.get(key_of(text))

    def _draft(self, cells: Mapping[str, str], orcid: str | None, notes: list[str]) -> ProfileDraft:
        institution, role = cells.get("institution", ""), cells.get("role", "")
        kinds = _several(cells, "kinds", _kind, notes)
        topics = list(dict.fromkeys(_several(cells, "topics", self._topic, notes)))
        if len(topics) > MOST_TOPICS:
            notes.append(_("Topics: the first %(most)d come in.", most=MOST_TOPICS))
        countries = _several(cells, "countries", _country, notes)
        languages = dict(_several(cells, "languages", _language, notes))
        links = [("ORCID", f"https://orcid.org/{orcid}")] if orcid else []
        links += [(_host(cells["website"]), cells["website"])] if "website" in cells else []
        return ProfileDraft(
            version=0,
            display_name=_name(cells),
            native_name=cells.get("native_name", ""),
            latin_name=cells.get("latin_name", ""),
            family_name=cells.get("family_name", ""),
            kinds=tuple(dict.fromkeys(kinds)) or (self._reading.kind,),
            headline=cells.get("headline") or _(", ").join(filter(None, (role, institution)))[:140],
            biography=cells.get("biography", ""),
            affiliations=_affiliations(cells),
            topics=tuple(TopicDraft(slug=slug) for slug in topics[:MOST_TOPICS]),
            countries=tuple(PlaceDraft(code=code) for code in dict.fromkeys(countries)),
            languages=tuple(LanguageDraft(language=tag, level=level) for tag, level in languages.items()),
            links=tuple(LinkDraft(label=label, url=url) for label, url in links),
            based_in=next(iter(_several(cells, "based_in", _country, notes)), None),
            city=cells.get("city", ""),
            audience=Audience.ME,
        )


def _plain(column: str, cell: str) -> str:
    """One line, but for a biography. Our own files mark text that a spreadsheet would calculate with an apostrophe."""
    if cell[0] == "'" and _FORMULA.match(cell[1:]):
        cell = cell[1:]
    elif _FORMULA.match(cell):
        raise _Wrong(_("%(column)s: a formula, or a sign that begins one (= + - @).", column=COLUMNS[column]))
    if len(cell) > MOST_CELL:
        raise _Wrong(_("%(column)s: too long.", column=COLUMNS[column]))
    return cell if column == "biography" or column in _SEVERAL else tidy_line(cell)


_SEVERAL = {"kinds", "topics", "countries", "languages"}


def _name(cells: Mapping[str, str]) -> str:
    parts = filter(None, (cells.get("given_name"), cells.get("family_name")))
    name = cells.get("name") or " ".join(parts)
    if not name:
        raise _Wrong(_("It has no name."))
    if "@" in name:
        raise _Wrong(_("Its name is an address."))
    return name


def _orcid(cells: Mapping[str, str]) -> str | None:
    if "orcid" not in cells:
        return None
    found = orcid_of(cells["orcid"])
    if found is None:
        raise _Wrong(_("An iD has 16 digits, such as 0000-0002-1825-0097; one of these is wrong."))
    return found


def _email(cells: Mapping[str, str]) -> Address | None:
    if "email" not in cells:
        return None
    found = address_of(cells["email"])
    if found is None:
        raise _Wrong(_("Its e-mail address is none."))
    return found


def _several(
    cells: Mapping[str, str], column: str, known: Callable[[str], Value | None], notes: list[str]
) -> list[Value]:
    """What is known of a cell's parts; the rest is noted."""
    parts = [tidy_line(part) for part in _PARTS.split(cells.get(column, ""))]
    found = [(part, known(part)) for part in parts if part]
    unknown = [part for part, value in found if value is None]
    if unknown:
        notes.append(
            _("%(column)s: unknown, stays out:", column=COLUMNS[column]) + " " + "; ".join(unknown)[:200]
        )
    return [value for _part, value in found if value is not None]


def _kind(text: str) -> str | None:
    return text.lower() if text.lower() in set(Kind) else None


def _country(text: str) -> str | None:
    return text.upper() if text.upper() in COUNTRIES else _country_codes().get(key_of(text))


@cache
def _country_codes() -> dict[str, str]:
    return {key_of(name): code for code in sorted(COUNTRIES) for name in country_names(code)}


def _language(text: str) -> tuple[str, str] | None:
    """ "French (live)", "fr: read", "Wolof"."""
    level = _LEVEL.search(text)
    tag = language_from(text[: level.start()] if level else text)
    return (tag, level[1].lower() if level else Level.INTERVIEW.value) if tag else None


def _affiliations(cells: Mapping[str, str]) -> tuple[AffiliationDraft, ...]:
    if "institution" not in cells:
        return ()
    year = cells.get("from_year")
    if year and not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise _Wrong(f"{COLUMNS['from_year']}: " + _("A year, such as %(year)d.", year=clock.now().year))
    ror = cells.get("ror", "").rstrip("/").rpartition("/")[2].lower() or None
    return (
        AffiliationDraft(
            institution=cells["institution"],
            role=cells.get("role", ""),
            from_year=int(year) if year else None,
            ror=ror,
        ),
    )


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].removeprefix("www.")[:80] or url[:80]


def _faults(draft: ProfileDraft, slugs: Mapping[str, object], today: date) -> str:
    found = faults(draft, slugs.keys(), today=today)
    return " ".join(f"{_column_at(at)}: {words}" for at, words in found.items())


def _column_at(field: str) -> str:
    whole = field.partition(".")[0]
    column = _COLUMN_AT.get(field) or _COLUMN_AT.get(whole, whole)
    return str(COLUMNS.get(column, column))


def columns_missing(columns: Sequence[str]) -> str:
    """What a mapping lacks so that any line could come in, in words; "" for nothing."""
    if not {"name", "given_name", "family_name"} & set(columns):
        return _("No column has the names.")
    if not {"orcid", "email", "number"} & set(columns):
        return _("No column has ORCID iDs, e-mail addresses or the institution’s own numbers: one is needed.")
    return ""
