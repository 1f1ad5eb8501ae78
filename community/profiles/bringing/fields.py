"""From the texts of files to the fields of a profile: each is tidied, bounded, and empty rather than wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from community.core.text import excerpt, plain_text, tidy_line
from community.profiles.bringing.decoding import MOST_ENTRIES
from community.profiles.bringing.records import LeftOut, Why

MOST_AUTHORS = 50
AND_OTHERS = "et al."
_LENGTHS = {"title": 400, "venue": 200, "institution": 160, "role": 120, "city": 80, "name": 120, "label": 80}
_URL = 400
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,190}")
_AFTER_A_DOI = ".,;:'’”»"
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ORCID = re.compile(r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?![\dXx])")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|&(?:#\d{1,6}|[a-z]{2,8});")


def text_of(value: object, field: str) -> str:
    """One line for `field`, cut to its length. Titles of publishers may hold HTML: its words stay."""
    line = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    line = line[: 4 * _LENGTHS[field]]
    if _MARKUP.search(line):
        line = plain_text(line)
    return excerpt(tidy_line(line), _LENGTHS[field] - 1)


def authors_of(names: Iterable[str]) -> tuple[str, ...]:
    """Tidied, each once, "et al." in place of what is beyond the first fifty."""
    tidied = dict.fromkeys(text_of(name, "name").replace(";", ",").strip(" ,") for name in names)
    found = [name for name in tidied if name]
    return tuple(found) if len(found) <= MOST_AUTHORS else (*found[:MOST_AUTHORS], AND_OTHERS)


def person(family: object, given: object) -> str:
    """ "Ndiaye, Awa", or the one part that there is."""
    return ", ".join(filter(None, (text_of(family, "name"), text_of(given, "name"))))


def doi_of(text: object) -> str | None:
    """The DOI in a text, in small letters and without the address before it; None where there is none.

    DOI Handbook 2.4: they are compared without regard to case; whatever closes a sentence or a bracket around one is
    not part of it.
    """
    if not isinstance(text, str):
        return None
    found = _DOI.search(text[:2000]) or _DOI.search(unquote(text[:2000]))
    if not found:
        return None
    doi = unquote(found[0]) if "%2f" in found[0].lower() else found[0]
    doi = tidy_line(doi).lower()
    while doi.endswith(tuple(_AFTER_A_DOI)) or _closes_nothing(doi):
        doi = doi[:-1]
    return doi if _DOI.fullmatch(doi) else None


def _closes_nothing(doi: str) -> bool:
    pairs = {")": "(", "]": "[", "}": "{"}
    opening = pairs.get(doi[-1:])
    return opening is not None and doi.count(doi[-1]) > doi.count(opening)


def url_of(text: object) -> str:
    """A web address that a page may link to, or "" for anything else."""
    if not isinstance(text, str):
        return ""
    url = tidy_line(text).replace(" ", "%20")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    return url if usable and len(url) <= _URL and url.isprintable() else ""


def year_of(text: object) -> int | None:
    """The first year in a text such as "2019/03/01", "c. 1987" or "2013-"."""
    found = _YEAR.search(str(text)[:200]) if isinstance(text, str | int) else None
    year = int(found[0]) if found else None
    return year if year and year <= date.today().year + 10 else None  # noqa: DTZ011 - any time zone's year


def orcid_of(text: object) -> str | None:
    """An ORCID iD with the right check digit (ISO 7064 MOD 11-2), with hyphens; None for anything else."""
    found = _ORCID.search(text[:400]) if isinstance(text, str) else None
    if not found:
        return None
    orcid = "-".join(found.groups()).upper()
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return orcid if digits[-1] == ("X" if check == 10 else str(check)) else None


def left_out(why: Why, what: object = "") -> LeftOut:
    return LeftOut(why, excerpt(tidy_line(str(what)[:400]), 80))


Value = TypeVar("Value")
Taken = TypeVar("Taken")


def first(found: Iterable[Value]) -> Value | None:
    """The first that is not empty."""
    return next(filter(None, found), None)


def sorted_out(found: Iterable[Taken | LeftOut], left: list[LeftOut]) -> tuple[Taken, ...]:
    """What came in, in order; the rest goes to `left`. Beyond the bound nothing more is read, and that is told."""
    taken: list[Taken] = []
    for number, one in enumerate(found):
        if number == MOST_ENTRIES:
            left.append(left_out(Why.TOO_MANY))
            break
        if isinstance(one, LeftOut):
            left.append(one)
        else:
            taken.append(one)
    return tuple(taken)
