"""Real people under every name that they are known by, as a reader may write it; the shares are printed.

Two ways to fill a profile are measured. With *all forms* a member has noted every form of the name as a variant, as
profiles let them. With *two forms* the profile has only the first Latin form and the first native one, as somebody in
a hurry leaves it; each of the other forms has then to be worked out.

Many people can share two Han characters of a given name. Where more than ten do, no page of ten can show them all; then
a person counts as found if the first ten all bear that given name and the total leaves nobody out.
"""

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from community.search.analysis import fold, is_arabic, is_han, simplified
from community.search.engine import Document, Engine, Query
from community.search.whoosh import WhooshEngine
from tests.search.cast import person

BARS = {
    "latin": 0.99,
    "without diacritics": 0.99,
    "reversed": 0.99,
    "han": 0.97,
    "arabic": 0.97,
    "last two han": 0.95,
}
OTHER = "other scripts"

Aliases = tuple[str, ...]


@pytest.fixture(scope="module")
def people(shared_data: Path) -> list[Aliases]:
    """Everybody in the tables of names, with all aliases."""
    known: dict[str, list[str]] = defaultdict(list)
    for table in sorted((shared_data / "people").glob("names-*.csv")):
        with table.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                known[row["id"]].append(row["name"])
    return [tuple(names) for names in known.values()]


def script(name: str) -> str:
    if is_han(name):
        return "han"
    if is_arabic(name):
        return "arabic"
    return "latin" if unicodedata.name(name[0]).startswith("LATIN") else OTHER


def two_forms(aliases: Aliases) -> Aliases:
    """The first form in Latin letters, and the first in Han, Arabic or another script."""
    latin = [name for name in aliases if script(name) == "latin"]
    native = sorted(
        (name for name in aliases if script(name) != "latin"),
        key=lambda name: ("han", "arabic", OTHER).index(script(name)),
    )
    return (*latin[:1], *native[:1])


def ways(name: str) -> dict[str, str]:
    """How a reader may ask for this name, by the kind of the bar that it counts for."""
    kind = script(name)
    if kind == "han":
        return {"han": name, "last two han": name[-2:]}
    if kind != "latin":
        return {kind: name}
    asked = {"latin": name, "reversed": " ".join(reversed(name.split()))}
    plain = " ".join(map(fold, name.split()))
    return asked | (
        {"without diacritics": plain} if plain.replace(" ", "") != name.replace(" ", "").casefold() else {}
    )


def is_found(engine: Engine, number: int, text: str, stored: list[Aliases]) -> bool:
    results = engine.search(Query(text, "public", page_size=10))
    first_ten = {hit.id for hit in results.hits}
    if number in first_ten or not (is_han(text) and len(text) == 2):
        return number in first_ten
    bearers = {
        other for other, names in enumerate(stored) if any(simplified(text) in simplified(n) for n in names)
    }
    return len(bearers) > 10 and number in bearers and first_ten <= bearers and results.total >= len(bearers)


def shares_found(engine: Engine, people: list[Aliases], stored: list[Aliases]) -> dict[str, float]:
    """For each kind the share of what was asked that found its person; prints them and what was missed."""
    found: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for number, aliases in enumerate(people):
        for kind, text in (way for alias in aliases for way in ways(alias).items()):
            found[kind].append(is_found(engine, number, text, stored))
            if not found[kind][-1]:
                missed.append(f"{kind}: {text} ({' / '.join(stored[number])})")
    shares = {kind: sum(outcomes) / len(outcomes) for kind, outcomes in sorted(found.items())}
    print(*(f"{kind:20} {share:7.2%} of {len(found[kind])}" for kind, share in shares.items()), sep="\n")
    print(*missed, sep="\n")
    return shares


def below(bars: dict[str, float], shares: dict[str, float]) -> dict[str, float]:
    return {kind: share for kind, share in shares.items() if share < bars.get(kind, 0)}


def documents(stored: list[Aliases], first: int = 0) -> list[Document]:
    return [person(number, *names, version=1) for number, names in enumerate(stored, first)]


@pytest.mark.slow
def test_whoever_notes_all_forms_is_found_by_each(engine: Engine, people: list[Aliases]) -> None:
    engine.rebuild(documents(people))
    assert below(BARS | {OTHER: 1.0}, shares_found(engine, people, people)) == {}


@pytest.mark.slow
def test_whoever_notes_two_forms_is_found_by_the_others_too(engine: Engine, people: list[Aliases]) -> None:
    """Except by names that nobody could derive: a wholly other first name; and by readings in languages which the
    product does not speak (Korean, Vietnamese, Cyrillic)."""
    stored = [two_forms(aliases) for aliases in people]
    engine.rebuild(documents(stored))
    assert below(BARS, shares_found(engine, people, stored)) == {}


def test_in_a_crowd_that_shares_first_and_last_names_each_is_still_found(
    tmp_path: Path, people: list[Aliases]
) -> None:
    """Five thousand others, each with the first name of one and the last name of another."""
    chance = Random(3)  # noqa: S311 - the same crowd each time
    latin = [
        name.split() for aliases in people for name in aliases if script(name) == "latin" and " " in name
    ]
    han = [name for aliases in people for name in aliases if script(name) == "han"]
    crowd = [(f"{chance.choice(latin)[0]} {chance.choice(latin)[-1]}",) for _ in range(4_500)]
    crowd += [(chance.choice(han)[0] + chance.choice(han)[-2:],) for _ in range(500)]
    engine = WhooshEngine(tmp_path)
    engine.rebuild([*documents(people), *documents(crowd, len(people))])
    assert below(BARS, shares_found(engine, people, [*people, *crowd])) == {}
