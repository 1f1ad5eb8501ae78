"""A preview as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.profiles.bringing.models import Batch
from community.profiles.bringing.offers import Note, Offer, Preview
from community.profiles.bringing.words import LISTS, NOTES, REASONS, source_name, type_name
from community.profiles.taxonomy import taxonomy
from community.profiles.words import years

ON_A_PAGE = 100
_MOST_LEFT_OUT = 50
"""Of one reason are named; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the preview."""

    number: int
    is_work: bool
    is_ticked: bool
    can_be_ticked: bool
    title: str
    year: str
    facts: str
    doi: str | None
    note: str
    same_as: str
    limit: str
    """Who at most will see it, where its owner said so at the source."""
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """The variables of `bringing/preview.html`."""

    batch: Batch
    source: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    """(name of the list, its entries on this page)"""
    left_out: tuple[tuple[str, tuple[str, ...], int], ...]
    """(reason, what, how many more)"""
    count: int
    ticked: int
    page: int
    pages: int
    asked: int
    """Works whose DOI is being looked up."""


def preview_page(
    session: Session,
    batch: Batch,
    page: int,
    faults: Mapping[int, str] | None = None,
    typed_years: Mapping[int, str] | None = None,
) -> PreviewPage:
    """Entries of one page, grouped by the list that they go to; `faults` stand at their entries."""
    preview = Preview.from_json(batch.preview)
    pages = max(1, -(-len(preview.offers) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = [
        (
            preview.offers[number].to,
            _entry(session, number, preview.offers[number], faults or {}, typed_years or {}),
        )
        for number in numbers_on(preview, page)
    ]
    groups = ((str(name), tuple(entry for to, entry in shown if to == key)) for key, name in LISTS.items())
    return PreviewPage(
        batch=batch,
        source=source_name(batch.source),
        groups=tuple((name, entries) for name, entries in groups if entries),
        left_out=_left_out(preview),
        count=len(preview.offers),
        ticked=sum(offer.is_ticked and offer.can_be_ticked for offer in preview.offers),
        page=page,
        pages=pages,
        asked=len(preview.asked),
    )


def numbers_on(preview: Preview, page: int) -> range:
    """Of the entries on a page."""
    start = (page - 1) * ON_A_PAGE
    return range(start, min(start + ON_A_PAGE, len(preview.offers)))


def page_of(number: int) -> int:
    """On which page an entry stands."""
    return number // ON_A_PAGE + 1


def _entry(
    session: Session, number: int, offer: Offer, faults: Mapping[int, str], typed_years: Mapping[int, str]
) -> Entry:
    values = offer.values
    return Entry(
        number=number,
        is_work=offer.to == "publications",
        is_ticked=offer.is_ticked and offer.can_be_ticked,
        can_be_ticked=offer.can_be_ticked,
        title=_title(session, offer),
        year=typed_years.get(number, str(values.get("year") or "")),
        facts=_facts(offer),
        doi=values.get("doi"),
        note=str(NOTES[Note(offer.note)]) if offer.note else "",
        same_as=offer.same_as,
        limit={
            "me": _("Only you will see it, as at its source."),
            "members": _("Members will see it, as at its source."),
        }.get(offer.audience or "", ""),
        fault=faults.get(number, ""),
    )


def _title(session: Session, offer: Offer) -> str:
    values = offer.values
    match offer.to:
        case "topics":
            topic = taxonomy(session).by_id.get(values["topic_id"])
            return topic.label(str(get_locale() or "en")) if topic else ""
        case "variants":
            return str(values["text"])
        case "links":
            return f"{values['label']}: {values['url']}"
        case "biography":
            return str(values["biography"])
        case "affiliations":
            return str(values["institution"])
    return str(values["title"])


def _facts(offer: Offer) -> str:
    values = offer.values
    if offer.to == "publications":
        authors = values["authors"].split("; ")
        short = "; ".join(authors[:4]) + ("; …" if len(authors) > 4 else "")
        return " · ".join(filter(None, (short, values["venue"], type_name(values["type"]))))
    if offer.to == "affiliations":
        return " · ".join(filter(None, (values["role"], years(values["from_year"], values["to_year"]))))
    return ""


def _left_out(preview: Preview) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    grouped: dict[str, list[str]] = {}
    for left in preview.left_out:
        grouped.setdefault(str(REASONS[left.why]), []).append(left.what)
    return tuple(
        (reason, tuple(filter(None, what[:_MOST_LEFT_OUT])), max(0, len(what) - _MOST_LEFT_OUT))
        for reason, what in grouped.items()
    )
