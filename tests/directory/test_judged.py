"""How good the directory's order is, measured: nDCG@10 over judged queries on the demo members."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.unit_of_work import unit_of_work
from community.demo.people import add_people
from community.demo.reading import DemoData
from community.directory.asking import Asked
from community.directory.indexing import rebuild_index
from community.directory.queries import search
from tests.directory.judged import Judged, Outcome, judged_queries, mean, ndcg, report

BAR = 0.85


@pytest.fixture
def demo(session: Session) -> dict[str, Member]:
    """The demo members, in the database and in the index."""
    with unit_of_work() as writing:
        add_people(writing, DemoData())
    rebuild_index()
    return {member.handle: member for member in session.scalars(select(Member))}


@pytest.mark.slow
def test_the_right_people_come_first(demo: dict[str, Member], session: Session) -> None:
    anybody = Actor()
    outcomes = []
    for judged in judged_queries():
        people = search(session, anybody, Asked(text=judged.query)).people
        assert all(one.hit.matched for one in people), (
            f"somebody is found by {judged.query!r} without a reason"
        )
        outcomes.append(Outcome(judged, [one.seen.handle for one in people]))
    print(report(outcomes))
    assert mean(outcomes) >= BAR
    assert mean(one for one in outcomes if one.judged.kind == "synonym") >= BAR


@pytest.mark.slow
def test_the_judgements_are_many_mixed_and_of_people_who_are_there(demo: dict[str, Member]) -> None:
    queries = judged_queries()
    assert len({(one.query, one.language) for one in queries}) == len(queries) >= 120
    languages, kinds = Counter(one.language for one in queries), Counter(one.kind for one in queries)
    assert min(languages[tag] for tag in ("en", "fr", "zh", "ar")) >= 25
    assert min(kinds[kind] for kind in ("words", "synonym", "name", "typo")) >= 15
    listed = {entry["handle"] for entry in DemoData().members if entry.get("listed", True)}
    for one in queries:
        assert one.grades.keys() <= listed, one
        assert set(one.grades.values()) <= {1, 2, 3}, one


def test_the_measure_is_one_for_the_best_order_and_less_for_any_other() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c", "x"], grades) == 1
    assert 0 < ndcg(["x", "c", "b", "a"], grades) < ndcg(["a", "x", "b"], grades) < 1
    assert ndcg([], grades) == ndcg(["x"], grades) == 0
    assert ndcg(["x"] * 10 + ["a"], grades) == 0
    assert Outcome(Judged("q", "en", "words", grades), ["b", "a", "c"]).score < 1
