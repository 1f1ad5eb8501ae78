"""People found by every form of their names

All aliases of the members of four parliaments (Kenya, Morocco, Senegal, Taiwan), as a reader may write them; in percent
those that find their person among the first ten. *All forms*: everybody has noted every form as a variant. *Two forms*:
each profile has one Latin form and one native one, and the others have to be worked out. *In a crowd*: all forms, among
5,000 others with the same first and last names. The references are the bars of the product; in other scripts (Korean,
Cyrillic, Greek …) it promises only what was noted. Two Han characters that more than ten bear count as found if the
first ten bear them and the total leaves nobody out.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import create_engine

from benchmarks.frame import Table
from benchmarks.suite.refusal import CannotMeasure
from benchmarks.workbench import Workbench
from community.search.engine import Engine
from community.search.postgres import PostgresEngine
from community.search.whoosh import WhooshEngine
from tests.real_inputs import SHARED_DATA
from tests.search.real_people import (
    BARS,
    Aliases,
    Share,
    crowd_of,
    documents,
    questions,
    read_people,
    shares_found,
    two_forms,
)
from tests.services import postgres_server

CROWD = 5_000
KINDS = (*BARS, "other scripts")
COLUMNS = ("all forms", "two forms", "in a crowd")


def run(bench: Workbench) -> Table:
    people = read_people(SHARED_DATA / "people")
    if not people:
        raise CannotMeasure("the tables of names are not beside this checkout (../shared/data/people)")
    measured: dict[str, dict[str, Share]] = {}
    with postgres_server(bench.folder / "postgres") as postgres:
        database = create_engine(postgres.create_database("names"))
        for name, engine in (
            ("Whoosh", WhooshEngine(bench.folder / "names")),
            ("PostgreSQL", PostgresEngine(database)),
        ):
            for column, shares in _measured(engine, people):
                measured[f"{name}, {column}"] = shares
        database.dispose()
    rows = [
        (
            kind,
            f"{next(iter(measured.values()))[kind].asked:,}",
            *(f"{shares[kind].found:.2%}" for shares in measured.values()),
            _verdict(kind, list(measured.values())),
        )
        for kind in KINDS
    ]
    missed = {text for shares in measured.values() for kind in BARS for text in shares[kind].missed}
    print(*sorted(missed), sep="\n")
    return Table(
        ("as it is asked for", "asked", *measured, "bar"),
        tuple(rows),
        f"{len(people):,} people, {sum(map(len, people)):,} aliases.",
    )


def _measured(engine: Engine, people: list[Aliases]) -> Iterator[tuple[str, dict[str, Share]]]:
    asked = questions(people)
    crowd = crowd_of(people, CROWD)
    for column, stored in zip(
        COLUMNS, (people, [two_forms(aliases) for aliases in people], [*people, *crowd]), strict=True
    ):
        engine.rebuild(documents(stored))
        yield column, shares_found(engine, asked, stored)


def _verdict(kind: str, measured: list[dict[str, Share]]) -> str:
    if kind not in BARS:
        return ""
    met = all(shares[kind].found >= BARS[kind] for shares in measured)
    return f"≥ {BARS[kind]:.0%} {'met' if met else 'missed'}"
