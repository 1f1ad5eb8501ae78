"""Whoever is known by several names is found by each; `./dev bench names` asks for all of them and prints the shares.

Here every form in other scripts is asked for, and every fifth in Latin letters; the bars are those of all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from community.search.engine import Engine
from community.search.whoosh import WhooshEngine
from tests.search.real_people import (
    BARS,
    OTHER,
    Aliases,
    Share,
    crowd_of,
    documents,
    questions,
    read_people,
    shares_found,
    two_forms,
)

pytestmark = pytest.mark.slow

EVERY = 5


@pytest.fixture(scope="module")
def people(shared_data: Path) -> list[Aliases]:
    return read_people(shared_data / "people")


def some(people: list[Aliases], first: int) -> list[tuple[int, str, str]]:
    """One question in five, and all of the kinds that are few."""
    asked = questions(people)
    few = [one for one in asked if one[1] in {"han", "arabic", "last two han", OTHER}]
    return [*few, *asked[first::EVERY]]


def below(bars: dict[str, float], shares: dict[str, Share]) -> dict[str, list[str]]:
    """What was missed, of the kinds that miss their bar."""
    assert shares.keys() >= bars.keys()
    return {kind: share.missed for kind, share in shares.items() if share.found < bars.get(kind, 0)}


def test_whoever_notes_all_forms_is_found_by_each(engine: Engine, people: list[Aliases]) -> None:
    engine.rebuild(documents(people))
    assert not below(BARS | {OTHER: 1.0}, shares_found(engine, some(people, 0), people))


def test_whoever_notes_two_forms_is_found_by_the_others_too(engine: Engine, people: list[Aliases]) -> None:
    """Except by names that nobody could derive: a wholly other first name; and by readings in languages which the
    product does not speak (Korean, Vietnamese, Cyrillic)."""
    stored = [two_forms(aliases) for aliases in people]
    engine.rebuild(documents(stored))
    assert not below(BARS, shares_found(engine, some(people, 1), stored))


def test_in_a_crowd_that_shares_first_and_last_names_each_is_still_found(
    tmp_path: Path, people: list[Aliases]
) -> None:
    """Two thousand others, each with the first name of one and the last name of another."""
    engine = WhooshEngine(tmp_path)
    crowd = crowd_of(people, 2_000)
    engine.rebuild([*documents(people), *documents(crowd, len(people))])
    assert not below(BARS, shares_found(engine, some(people, 2), [*people, *crowd]))
