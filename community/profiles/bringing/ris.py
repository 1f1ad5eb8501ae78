"""RIS, as reference managers and publishers write it: a tag of two letters, a hyphen, a value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from community.profiles.bringing.fields import (
    authors_of,
    doi_of,
    first,
    left_out,
    sorted_out,
    text_of,
    url_of,
    year_of,
)
from community.profiles.bringing.records import Brought, LeftOut, Why, Work
from community.profiles.models import PublicationType, Source

_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|)$")
_MOST_LINES = 2000
"""Of one entry: a paper with as many authors is cut long before."""

_TYPES = {
    "JOUR": PublicationType.ARTICLE_JOURNAL,
    "EJOUR": PublicationType.ARTICLE_JOURNAL,
    "JFULL": PublicationType.ARTICLE_JOURNAL,
    "ABST": PublicationType.ARTICLE_JOURNAL,
    "INPR": PublicationType.PAPER,
    "UNPB": PublicationType.PAPER,
    "BOOK": PublicationType.BOOK,
    "EBOOK": PublicationType.BOOK,
    "EDBOOK": PublicationType.BOOK,
    "CHAP": PublicationType.CHAPTER,
    "ECHAP": PublicationType.CHAPTER,
    "RPRT": PublicationType.REPORT,
    "GOVDOC": PublicationType.REPORT,
    "STAND": PublicationType.REPORT,
    "CONF": PublicationType.CONFERENCE,
    "CPAPER": PublicationType.CONFERENCE,
    "THES": PublicationType.THESIS,
    "DATA": PublicationType.DATASET,
    "NEWS": PublicationType.NEWSPAPER,
    "MGZN": PublicationType.MAGAZINE,
    "BLOG": PublicationType.WEBPAGE,
    "ELEC": PublicationType.WEBPAGE,
    "ICOMM": PublicationType.WEBPAGE,
}
_TITLES, _AUTHORS, _EDITORS = ("TI", "T1", "CT", "BT"), ("AU", "A1"), ("A2", "ED")
_VENUES = ("T2", "JO", "JF", "JA", "J2", "BT", "PB")
Entry = dict[str, list[str]]


def is_ris(text: str) -> bool:
    return re.search(r"^\s*TY  ?- ", text[:20_000], re.MULTILINE) is not None


def read_ris(text: str) -> Brought:
    """All works of the file, in its order. An entry that breaks off is told."""
    left: list[LeftOut] = []
    works = sorted_out((_work(entry, is_whole) for entry, is_whole in _entries(text)), left)
    return Brought(source=Source.RIS, works=works, left_out=tuple(left))


def _entries(text: str) -> Iterator[tuple[Entry, bool]]:
    """(tag -> values, whether its end was there). A line without a tag goes on with the one before."""
    entry: Entry | None = None
    last: list[str] | None = None
    lines = 0
    for line in text.split("\n"):
        found = _LINE.match(line.strip("\ufeff"))
        tag = found[1] if found else ""
        if tag == "TY":
            if entry is not None:
                yield entry, False
            entry, lines = defaultdict(list), 0
        if entry is None:
            continue
        if tag == "ER":
            yield entry, True
            entry = last = None
            continue
        lines += 1
        if lines > _MOST_LINES:
            continue
        if found:
            last = entry[tag]
            last.append((found[2] or "").strip())
        elif last and line.strip() and len(last[-1]) < 4000:
            last[-1] += " " + line.strip()
    if entry is not None:
        yield entry, False


def _work(entry: Entry, is_whole: bool) -> Work | LeftOut:
    title = text_of(_first(entry, _TITLES), "title")
    links = [*entry.get("UR", ()), *entry.get("L1", ()), *entry.get("L2", ())]
    doi = first(map(doi_of, (*entry.get("DO", ()), *entry.get("M3", ()), *links)))
    if not is_whole:
        return left_out(Why.BROKEN, title)
    if not (title or doi):
        return left_out(Why.UNTITLED, " ".join(_first(entry, (tag,)) for tag in ("AU", "PY")))
    people = _AUTHORS if _first(entry, _AUTHORS) else _EDITORS
    venues = (text_of(value, "venue") for tag in _VENUES for value in entry.get(tag, ()))
    return Work(
        title=title,
        type=_TYPES.get(_first(entry, ("TY",)), PublicationType.DOCUMENT),
        authors=authors_of(name for tag in people for name in entry.get(tag, ())),
        venue=first(venue for venue in venues if venue != title) or "",
        year=year_of(_first(entry, ("PY", "Y1", "DA", "Y2"))),
        doi=doi,
        url=first(map(url_of, links)) or "",
    )


def _first(entry: Entry, tags: tuple[str, ...]) -> str:
    return next((value for tag in tags for value in entry.get(tag, ()) if value), "")
