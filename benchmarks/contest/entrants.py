"""Who takes part. Each is opened in its own room; our engines with the whole application around them, as they run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import create_engine

from benchmarks.contest.questions import ALL_FACETS
from benchmarks.contest.rooms import Answer, Contestant
from community.search.analysis import warm_up
from community.search.engine import Document, Engine, Query
from tests.serving import ROOT

TANTIVY = ROOT / ".tools" / "tantivy"
"""Where `./dev bench directory-100k` installs it: nothing but this benchmark needs it."""


class Ours:
    """One of our engines, through the seam."""

    def __init__(self, engine: Engine, searches: bool) -> None:
        import community.app  # noqa: F401  # its memory counts

        if searches:
            warm_up()
        self.engine = engine

    def build(self, documents: Iterable[Document]) -> None:
        self.engine.rebuild(documents)

    def answer(self, query: Query) -> Answer:
        results = self.engine.search(query)
        passages = tuple(hit.matched[0].text for hit in results.hits if hit.matched)
        return Answer(tuple(hit.id for hit in results.hits), results.total, results.facet_counts, passages)


def whoosh(folder: Path, searches: bool) -> Contestant:
    """A process that builds needs no dictionary of Chinese."""
    from community.search.whoosh import WhooshEngine

    return Ours(WhooshEngine(folder), searches)


def postgres(url: str, searches: bool) -> Contestant:
    from community.search.postgres import PostgresEngine

    return Ours(PostgresEngine(create_engine(url)), searches)


def tantivy(folder: Path, searches: bool) -> Contestant:
    from benchmarks.contest.peer import Tantivy

    return Tantivy(folder, ALL_FACETS)
