"""The preview of a file of people, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.profiles.bringing.models import Batch
from community.profiles.bringing.people.actions import Kept
from community.profiles.bringing.people.columns import COLUMNS
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.lines import Person, columns_missing
from community.profiles.bringing.people.planning import Plan, plan_of
from community.profiles.schemas import profile_path
from community.profiles.taxonomy import Taxonomy, taxonomy
from community.profiles.world import country_label, language_label

ON_A_PAGE = 100
LISTS = ("new", "here", "refused")
_SAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the file: what would come of it, or what stands against it."""

    line: int
    name: str
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_left_out: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    number: int
    text: str
    samples: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The variables of `bringing/people/preview.html`."""

    batch: Batch
    headings: tuple[Heading, ...]
    columns: dict[str, str]
    kind: str
    missing: str
    counts: dict[str, int]
    ticked: int
    """How many would come in now."""
    shown: str
    rows: tuple[Row, ...]
    page: int
    pages: int


def people_page(session: Session, batch: Batch, keys: Keys, locale: str, shown: str, page: int) -> PeoplePage:
    kept = Kept.of(batch)
    plan = plan_of(session, kept.table, kept.reading, keys, kept.left_out)
    counts = {"new": len(plan.offered), "here": len(plan.here), "refused": len(plan.refused)}
    shown = shown if shown in LISTS else next((name for name in LISTS if counts[name]), "new")
    pages = max(1, -(-counts[shown] // ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = list(
        _rows(plan, shown, slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE), taxonomy(session), locale)
    )
    return PeoplePage(
        batch=batch,
        headings=tuple(
            Heading(number=n, text=text, samples=_samples(kept, n), column=kept.reading.columns[n])
            for n, text in enumerate(kept.table.header)
        ),
        columns={column: str(label) for column, label in COLUMNS.items()},
        kind=kept.reading.kind,
        missing=columns_missing(kept.reading.columns),
        counts=counts,
        ticked=len(plan.new),
        shown=shown,
        rows=tuple(rows),
        page=page,
        pages=pages,
    )


def _samples(kept: Kept, number: int) -> str:
    cells = (line.cells[number] for line in kept.table.lines if number < len(line.cells))
    filled = (cell[:60] for cell in cells if cell)
    return " · ".join(cell for _n, cell in zip(range(_SAMPLES), filled, strict=False))


def _rows(plan: Plan, shown: str, part: slice, topics: Taxonomy, locale: str) -> Iterator[Row]:
    match shown:
        case "new":
            left = {person.line for person in plan.left}
            for person in plan.offered[part]:
                namesake = (_("Somebody of this name is here. A name is no proof, so this one comes in."),)
                notes = person.notes + (namesake if person.line in plan.namesakes else ())
                yield Row(
                    line=person.line,
                    name=person.name,
                    facts=_facts(person, topics, locale),
                    notes=notes,
                    is_left_out=person.line in left,
                )
        case "here":
            for one in plan.here[part]:
                url = profile_path(one.handle) if one.handle else None
                yield Row(line=one.line, name=one.name, notes=(one.why,), url=url)
        case _:
            for bad in plan.refused[part]:
                yield Row(line=bad.line, name=bad.what, notes=(bad.why,))


def _facts(person: Person, topics: Taxonomy, locale: str) -> tuple[str, ...]:
    draft = person.draft
    based: Any = draft.based_in and country_label(draft.based_in, locale)
    facts = (
        draft.headline,
        based,
        _(", ").join(topics.by_slug[one.slug].label(locale) for one in draft.topics),
        _(", ").join(language_label(one.language, locale) for one in draft.languages),
        person.orcid,
    )
    return tuple(filter(None, facts))
