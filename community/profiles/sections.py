"""The parts of a profile's page that are lists: each entry in the reader's words, with what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.profiles.models import Mark, PublicationType
from community.profiles.seen import Seen, SeenAppearance, SeenEvidence, SeenPublication, effective_audience
from community.profiles.statements import editor_names
from community.profiles.taxonomy import taxonomy
from community.profiles.words import (
    disclosure_kind_name,
    item_note,
    medium_name,
    publication_type_name,
    years,
)
from community.profiles.world import language_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row as a page shows it: a title, perhaps a link; beneath it a line, and its note."""

    id: int = 0
    title: str
    url: str = ""
    line: str = ""
    details: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """Evidence of a topic: a work on the same page (`url` is its anchor), or a reply under a story."""

    title: str
    url: str
    details: str = ""
    """Where the work stands: journal and year, outlet and day."""
    endorsed_by: str = ""
    endorsed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    label: str
    url: str
    proofs: tuple[ProofLine, ...] = ()
    note: str = ""


Notes = Callable[[Mark], str]


def notes_for(profile: Seen) -> Notes:
    """What each item says of itself to this reader; its owner reads who sees it."""
    day = profile.confirmed_at.date() if profile.confirmed_at else None
    mine = profile.profile_audience is not None

    def note(mark: Mark) -> str:
        return item_note(mark, day, seen_by=effective_audience(profile, mark) if mine else None)

    return note


def topic_lines(session: Session, profile: Seen, locale: str) -> tuple[TopicLine, ...]:
    """Those with evidence first, else in their owner's order."""
    topics, note = taxonomy(session).by_id, notes_for(profile)
    proofs = _proofs(session, profile)
    lines = [
        TopicLine(
            label=topics[one.topic_id].label(locale),
            url=url_for("directory.index", topic=topics[one.topic_id].slug),
            proofs=tuple(proofs(proof) for proof in one.evidence),
            note=note(one.mark),
        )
        for one in profile.topics
    ]
    return tuple(sorted(lines, key=lambda line: not line.proofs))


def _proofs(session: Session, profile: Seen) -> Callable[[SeenEvidence], ProofLine]:
    evidence = [proof for topic in profile.topics for proof in topic.evidence]
    editors = editor_names(session, {one.endorsed_by_id for one in evidence if one.endorsed_by_id})
    publications = {one.id: one for one in profile.publications}
    appearances = {one.id: one for one in profile.appearances}

    def proof(one: SeenEvidence) -> ProofLine:
        if one.publication_id:
            work = publications[one.publication_id]
            return ProofLine(
                title=work.title,
                url=f"#publication-{work.id}",
                details=_(", ").join(filter(None, (work.venue, str(work.year or "")))),
            )
        if one.appearance_id:
            heard = appearances[one.appearance_id]
            return ProofLine(
                title=_appearance_title(heard),
                url=f"#appearance-{heard.id}",
                details=_(", ").join(filter(None, (heard.title and heard.outlet, medium_name(heard.medium)))),
            )
        return ProofLine(
            title=one.title,
            url=one.url,
            endorsed_by=editors.get(one.endorsed_by_id or 0, ""),
            endorsed_on=one.endorsed_on,
        )

    return proof


def affiliation_entries(profile: Seen) -> tuple[Entry, ...]:
    note = notes_for(profile)
    return tuple(
        Entry(
            id=one.id,
            title=one.institution,
            line=one.role,
            details=years(one.from_year, one.to_year),
            note=note(one.mark),
        )
        for one in profile.affiliations
    )


_GROUPS = (
    (PublicationType.BOOK, PublicationType.CHAPTER),
    (PublicationType.ARTICLE_JOURNAL, PublicationType.CONFERENCE),
    (PublicationType.REPORT, PublicationType.PAPER, PublicationType.THESIS, PublicationType.DATASET),
)
"""The rest is a group of its own, the last."""


def publication_groups(profile: Seen) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """(heading, works, newest first) for each kind of work that there is; one group needs no heading."""
    headings = (_("Books and chapters"), _("Articles"), _("Reports, papers and data"), _("Other writing"))
    groups: list[list[Entry]] = [[] for _heading in headings]
    note = notes_for(profile)
    for one in profile.publications:
        place = next((n for n, types in enumerate(_GROUPS) if one.type in types), len(_GROUPS))
        groups[place].append(_publication(one, note(one.mark)))
    filled = [(heading, tuple(works)) for heading, works in zip(headings, groups, strict=True) if works]
    return (("", filled[0][1]),) if len(filled) == 1 else tuple(filled)


def work_lines(profile: Seen, step: str) -> tuple[Entry, ...]:
    """Publications or appearances for the list in which their owner changes them."""
    if step == "appearances":
        return appearance_entries(profile)
    note = notes_for(profile)
    return tuple(_publication(one, note(one.mark)) for one in profile.publications)


def _publication(one: SeenPublication, note: str) -> Entry:
    known = one.type != PublicationType.DOCUMENT
    facts = (publication_type_name(one.type) if known else "", one.venue, str(one.year or ""))
    return Entry(
        id=one.id,
        title=one.title,
        url=f"https://doi.org/{one.doi}" if one.doi else one.url,
        line=one.authors,
        details=" · ".join(filter(None, facts)),
        note=note,
    )


def appearance_entries(profile: Seen) -> tuple[Entry, ...]:
    note = notes_for(profile)
    return tuple(
        Entry(
            id=one.id,
            title=_appearance_title(one),
            url=one.url,
            line=one.outlet if one.title else "",
            details=_appearance_details(one),
            note=note(one.mark),
        )
        for one in profile.appearances
    )


def _appearance_title(one: SeenAppearance) -> str:
    return one.title or one.outlet


def _appearance_details(one: SeenAppearance) -> str:
    day = format_date(one.happened_on, "d MMMM y") if one.happened_on else ""
    language = language_label(one.language, _locale()) if one.language else ""
    return " · ".join(filter(None, (medium_name(one.medium), language, day)))


def disclosure_entries(profile: Seen) -> tuple[Entry, ...]:
    note = notes_for(profile)
    return tuple(
        Entry(
            id=one.id,
            title=one.organisation,
            line=one.note,
            details=" · ".join(
                filter(None, (disclosure_kind_name(one.kind), years(one.from_year, one.to_year)))
            ),
            note=note(one.mark),
        )
        for one in profile.disclosures
    )


def link_entries(profile: Seen) -> tuple[Entry, ...]:
    note = notes_for(profile)
    return tuple(Entry(id=one.id, title=one.label, url=one.url, note=note(one.mark)) for one in profile.links)


def _locale() -> str:
    return str(get_locale() or "en")
