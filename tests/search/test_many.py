"""Of very many who match PostgreSQL weighs one lot after the other: each is on one page, in an order that holds."""

from itertools import chain

import pytest

from community.search import postgres_query
from community.search.engine import Engine, Query
from community.search.postgres import PostgresEngine
from tests.search.cast import DEBT, START, ids, person

PEOPLE = [
    person(1, "Railway Otieno", day=1),
    *(person(number, f"B{number}", day=number, headline="Railway loans") for number in range(2, 7)),
    *(person(number, f"C{number}", day=number, topics=(DEBT,)) for number in range(7, 12)),
    *(
        person(number, f"D{number}", day=number, biography="Who paid for the railway, and the loans?")
        for number in range(12, 24)
    ),
    person(24, "E24", day=24, headline="Loans; a railway"),
]


@pytest.fixture
def small_lots(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(postgres_query, "_LOT", 4)
    engine.rebuild(PEOPLE)
    return engine


@pytest.mark.parametrize(
    ("text", "number"), [("railway", 19), ("railway loans", 18), ("sovereign", 5), ('"railway loans"', 5)]
)
def test_everybody_is_on_one_page(small_lots: Engine, text: str, number: int) -> None:
    pages = [ids(small_lots, text, page=page, page_size=3) for page in range(1, 9)]
    every = list(chain.from_iterable(pages))
    assert len(every) == len(set(every)) == number
    assert every == ids(small_lots, text, page_size=100)


def test_where_it_says_most_comes_first(small_lots: Engine) -> None:
    assert ids(small_lots, "railway")[0] == 1
    if isinstance(small_lots, PostgresEngine):
        assert ids(small_lots, "railway") == [1, 24, *range(6, 1, -1), *range(23, 11, -1)]


def test_who_confirmed_lately_comes_before_all_others(small_lots: Engine) -> None:
    lately = START.replace(day=21)
    found = small_lots.search(Query("railway", "public", confirmed_since=lately)).hits
    assert {hit.id for hit in found[:5]} == {20, 21, 22, 23, 24}
    assert found[0].id == 24
    assert found[5].id == 1
