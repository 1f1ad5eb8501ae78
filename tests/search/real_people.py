"""Real people under every name that they are known by, as a reader may write it; what share of it finds them.

Two ways to fill a profile are measured. With *all forms* a member has noted every form of the name as a variant, as
profiles let them. With *two forms* the profile has only the first Latin form and the first native one, as somebody in
a hurry leaves it; each of the other forms has then to be worked out.

Many people can share two Han characters of a given name. Where more than ten do, no page of ten can show them all; then
a person counts as found if the first ten all bear that given name and the total leaves nobody out.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from community.search.analysis import fold, is_arabic, is_han, simplified
from community.search.engine import Document, Engine, Query
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


@dataclass
class Share:
    """Of what was asked, how much found its person."""

    asked: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def found(self) -> float:
        return 1 - len(self.missed) / self.asked


def read_people(folder: Path) -> list[Aliases]:
    """Everybody in the tables of names, with all aliases."""
    known: dict[str, list[str]] = defaultdict(list)
    for table in sorted(folder.glob("names-*.csv")):
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


def questions(people: Iterable[Aliases]) -> list[tuple[int, str, str]]:
    """(number of the person, kind, what is typed)."""
    return [
        (number, kind, text)
        for number, aliases in enumerate(people)
        for alias in aliases
        for kind, text in ways(alias).items()
    ]


def shares_found(
    engine: Engine, asked: Iterable[tuple[int, str, str]], stored: list[Aliases]
) -> dict[str, Share]:
    """For each kind the share of what was asked that found its person."""
    shares: dict[str, Share] = defaultdict(Share)
    for number, kind, text in asked:
        shares[kind].asked += 1
        if not is_found(engine, number, text, stored):
            shares[kind].missed.append(f"{text} ({' / '.join(stored[number])})")
    return dict(sorted(shares.items()))


def is_found(engine: Engine, number: int, text: str, stored: list[Aliases]) -> bool:
    results = engine.search(Query(text, "public", page_size=10))
    first_ten = {hit.id for hit in results.hits}
    if number in first_ten or not (is_han(text) and len(text) == 2):
        return number in first_ten
    bearers = {
        other for other, names in enumerate(stored) if any(simplified(text) in simplified(n) for n in names)
    }
    return len(bearers) > 10 and number in bearers and first_ten <= bearers and results.total >= len(bearers)


def documents(stored: list[Aliases], first: int = 0) -> list[Document]:
    return [person(number, *names, version=1) for number, names in enumerate(stored, first)]


def crowd_of(people: list[Aliases], size: int) -> list[Aliases]:
    """Others, each with the first name of one and the last name of another; one in ten with a Han name."""
    chance = Random(3)  # noqa: S311 - the same crowd each time
    latin = [
        name.split() for aliases in people for name in aliases if script(name) == "latin" and " " in name
    ]
    han = [name for aliases in people for name in aliases if script(name) == "han"]
    return [
        (f"{chance.choice(latin)[0]} {chance.choice(latin)[-1]}",)
        if number % 10
        else (chance.choice(han)[0] + chance.choice(han)[-2:],)
        for number in range(size)
    ]
