"""The contest of search engines asks the same of everybody, in every run."""

from __future__ import annotations

import pytest

from benchmarks.contest.questions import KINDS, questions
from benchmarks.crowd.documents import documents
from benchmarks.crowd.people import crowd, someone
from community.search.engine import Engine
from community.search.whoosh import WhooshEngine

PEOPLE = 60


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = WhooshEngine(tmp_path_factory.mktemp("contest"))
    made.rebuild(documents(PEOPLE))
    return made


def test_one_of_the_crowd_is_the_same_alone() -> None:
    assert list(crowd(3)) == [someone(1), someone(2), someone(3)]


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_the_same_in_every_run_and_are_answered(kind: str, engine: Engine) -> None:
    asked = questions(kind, 0, 12, among=PEOPLE)
    assert questions(kind, 6, 6, among=PEOPLE) == asked[6:]
    assert kind == "everybody" or len(set(map(repr, asked))) > 6
    answered = [engine.search(query).total > 0 for query in asked]
    assert sum(answered) > 6  # not every word that is typed wrong is near one
