"""CSL-JSON (citeproc), as Zotero and the resolver of DOIs write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from community.profiles.bringing.fields import (
    authors_of,
    doi_of,
    first,
    left_out,
    person,
    sorted_out,
    text_of,
    url_of,
    year_of,
)
from community.profiles.bringing.records import Brought, LeftOut, Why, Work
from community.profiles.models import PublicationType, Source

_TYPES = {
    "article-journal": PublicationType.ARTICLE_JOURNAL,
    "journal-article": PublicationType.ARTICLE_JOURNAL,
    "review": PublicationType.ARTICLE_JOURNAL,
    "review-book": PublicationType.ARTICLE_JOURNAL,
    "book": PublicationType.BOOK,
    "monograph": PublicationType.BOOK,
    "edited-book": PublicationType.BOOK,
    "chapter": PublicationType.CHAPTER,
    "book-chapter": PublicationType.CHAPTER,
    "entry-encyclopedia": PublicationType.CHAPTER,
    "report": PublicationType.REPORT,
    "article": PublicationType.PAPER,
    "manuscript": PublicationType.PAPER,
    "posted-content": PublicationType.PAPER,
    "paper-conference": PublicationType.CONFERENCE,
    "proceedings-article": PublicationType.CONFERENCE,
    "speech": PublicationType.CONFERENCE,
    "thesis": PublicationType.THESIS,
    "dissertation": PublicationType.THESIS,
    "dataset": PublicationType.DATASET,
    "article-newspaper": PublicationType.NEWSPAPER,
    "article-magazine": PublicationType.MAGAZINE,
    "webpage": PublicationType.WEBPAGE,
    "post": PublicationType.WEBPAGE,
    "post-weblog": PublicationType.WEBPAGE,
}


def read_csl(value: Any) -> Brought:
    """All works of parsed CSL-JSON: a list of items, one item, or an object with a list in it."""
    left: list[LeftOut] = []
    works = sorted_out(map(_read, _items(value)), left)
    return Brought(source=Source.CSL, works=works, left_out=tuple(left))


def work_of(item: dict[str, Any]) -> Work:
    """One item. What has another type than the format says is as if it were not there."""
    title, subtitle = (_one(item.get(name)) for name in ("title", "subtitle"))
    if subtitle and str(subtitle).casefold() not in str(title).casefold():
        title = f"{title}: {subtitle}"
    venues = ("container-title", "collection-title", "event-title", "publisher")
    return Work(
        title=text_of(title, "title"),
        type=_TYPES.get(str(item.get("type")), PublicationType.DOCUMENT),
        authors=authors_of(_people(item.get("author") or item.get("editor"))),
        venue=first(text_of(_one(item.get(name)), "venue") for name in venues) or "",
        year=first(_year(item.get(name)) for name in ("issued", "published", "original-date")),
        doi=doi_of(item.get("DOI")) or doi_of(item.get("URL")),
        url=url_of(item.get("URL")),
    )


def _read(item: Any) -> Work | LeftOut:
    if not isinstance(item, dict):
        return left_out(Why.BROKEN, item)
    work = work_of(item)
    return work if work.title or work.doi else left_out(Why.UNTITLED, item.get("id", ""))


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in ("items", "references"):
            if isinstance(value.get(name), list):
                return list(value[name])
    return [value]


def _people(names: Any) -> Iterator[str]:
    for name in names if isinstance(names, list) else ():
        if isinstance(name, dict):
            family = " ".join(filter(None, (text_of(name.get(part), "name") for part in _FAMILY)))
            yield person(family, name.get("given")) or text_of(
                name.get("literal") or name.get("name"), "name"
            )


_FAMILY = ("dropping-particle", "non-dropping-particle", "family", "suffix")


def _year(issued: Any) -> int | None:
    if not isinstance(issued, dict):
        return year_of(issued)
    parts: Any = issued.get("date-parts")
    while isinstance(parts, list):
        parts = parts[0] if parts else None
    return year_of(parts) or year_of(issued.get("raw")) or year_of(issued.get("literal"))


def _one(value: Any) -> Any:
    """Crossref puts titles into lists."""
    return (value[0] if value else "") if isinstance(value, list) else value or ""
