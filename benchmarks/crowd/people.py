"""Drawing people: names in three scripts, biographies in six languages, topics, facets, dates."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from benchmarks.crowd.name_lists import (
    ARABIC_FAMILIES,
    ARABIC_GIVEN,
    CULTURES,
    HAN_FAMILIES,
    HAN_GIVEN,
    LATIN,
)
from benchmarks.crowd.vocabulary import vocabulary
from community.profiles.world import REGIONS

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SEED = 20261125
_TAXONOMY = Path(__file__).resolve().parents[2] / "community" / "profiles" / "taxonomy.json"
_WRITTEN_IN = {"en": 0.52, "fr": 0.18, "zh": 0.11, "ar": 0.07, "pt": 0.06, "es": 0.06}
_SPOKEN = "en fr zh ar pt es sw hi am ha yo id vi ru de tr ur wo zu so".split()
_ZONES = (
    "Africa/Nairobi Africa/Lagos Africa/Johannesburg Africa/Cairo Africa/Dakar Asia/Shanghai Asia/Kolkata"
    " Asia/Karachi Asia/Jakarta Asia/Dubai America/Sao_Paulo America/Lima America/Mexico_City Europe/London"
    " Europe/Paris America/New_York"
).split()
_INSTITUTIONS = (
    "University of",
    "Institute for",
    "Centre for",
    "Observatory of",
    "Ministry of",
    "Daily",
    "Bank of",
)
_LOUDEST_COUNTRIES = "CN KE NG ZA ET GH EG TZ SN BR PK ID IN ZM AO MA PE LK VN UG".split()
COUNTRIES = (
    *_LOUDEST_COUNTRIES,
    *sorted({code for codes in REGIONS.values() for code in codes} - set(_LOUDEST_COUNTRIES)),
)
REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Someone:
    """One of the crowd, in plain values: made into a search document or into rows of the database."""

    number: int
    name: str
    native_name: str | None
    language: str
    headline: str
    biography: str
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    covers: tuple[str, ...]
    based_in: str
    languages: tuple[tuple[str, str], ...]
    affiliations: tuple[tuple[str, str], ...]
    publications: tuple[tuple[str, str, int], ...]
    availability: str
    window: str
    verified: tuple[str, ...]
    confirmed_at: datetime


def crowd(size: int, seed: int = SEED) -> Iterator[Someone]:
    """The first `size` of the crowd: the first thousand of a large one are those of a small one."""
    for number in range(1, size + 1):
        yield someone(number, seed)


def someone(number: int, seed: int = SEED) -> Someone:
    """The one of this number in the crowd, from 1."""
    return _someone(number, random.Random(seed * 1_000_003 + number))  # noqa: S311 - invented content


def _someone(number: int, dice: random.Random) -> Someone:
    culture = _weighed(dice, CULTURES)
    name, native = _named(culture, dice)
    language = "zh" if culture == "han" and dice.random() < 0.5 else _weighed(dice, _WRITTEN_IN)
    draw = _Words(language, dice)
    covers = tuple(dict.fromkeys(_early(dice, COUNTRIES, 25) for _ in range(dice.randint(1, 5))))
    return Someone(
        number=number,
        name=name,
        native_name=native,
        language=language,
        headline=draw.text(dice.randint(4, 12))[:140],
        biography=draw.text(min(330, int(dice.lognormvariate(4.3, 0.6))))[:2500],
        kinds=tuple(dice.sample(("scholar", "journalist", "practitioner"), 1 if dice.random() < 0.8 else 2)),
        topics=tuple(dict.fromkeys(_early(dice, _slugs(), 22) for _ in range(dice.randint(3, 7)))),
        covers=covers,
        based_in=_early(dice, COUNTRIES, 20),
        languages=tuple(
            {_early(dice, _SPOKEN, 4): dice.choice(("read", "interview", "live")) for _ in range(3)}.items()
        ),
        affiliations=tuple(
            (f"{dice.choice(_INSTITUTIONS)} {draw.text(dice.randint(1, 3)).title()}", draw.text(2))
            for _ in range(dice.randint(1, 3))
        ),
        publications=tuple(
            (draw.text(dice.randint(5, 12)), draw.text(3), dice.randint(1998, 2026))
            for _ in range(dice.choice((0, 0, 0, 1, 2, 3, 5)))
        ),
        availability=dice.choices(("open", "limited", "closed"), cum_weights=(60, 90, 100))[0],
        window=_window(dice),
        verified=tuple(one for one in ("editor", "orcid", "institution") if dice.random() < 0.15),
        confirmed_at=NOW - timedelta(minutes=dice.randint(0, 2 * 365 * 24 * 60)),
    )


class _Words:
    """Texts in one language; its own random numbers come in blocks, since single ones are slow."""

    def __init__(self, language: str, dice: random.Random) -> None:
        self._vocabulary = vocabulary(language)
        self._numbers = np.random.Generator(np.random.PCG64(dice.getrandbits(64)))
        self._between = "" if language == "zh" else " "
        self._stop = "。" if language == "zh" else "."

    def text(self, size: int) -> str:
        """So many words, in sentences if there are many."""
        words = self._vocabulary.draw(self._numbers.random(size))
        for place in range(14, size - 5, 15):
            words[place] += self._stop
        return self._between.join(words)


def _named(culture: str, dice: random.Random) -> tuple[str, str | None]:
    """A name in Latin letters and its native form, if it has another."""
    if culture == "han":
        family, latin = _early(dice, _han(HAN_FAMILIES), 18)
        given = [_early(dice, _han(HAN_GIVEN), 30) for _ in range(1 if dice.random() < 0.3 else 2)]
        spelled = "".join(sound for _, sound in given).capitalize()
        native = family + "".join(character for character, _ in given)
        return f"{latin} {spelled}", native if dice.random() < 0.8 else None
    if culture == "arabic":
        first, last = _early(dice, _arabic(ARABIC_GIVEN), 14), _early(dice, _arabic(ARABIC_FAMILIES), 14)
        native = f"{first[0]} {last[0]}".replace("-", " ")
        return f"{first[1]} {last[1]}", native if dice.random() < 0.7 else None
    given_names, family_names = LATIN[culture]
    given_name = _early(dice, given_names.split(), 12)
    if dice.random() < 0.15:
        given_name += f" {_early(dice, given_names.split(), 12)}"
    family_name = _early(dice, family_names.split(), 12).replace("-", " ", dice.random() < 0.5)
    if dice.random() < 0.35:  # a family that no list names: most families are rare
        family_name = vocabulary("en").words[dice.randrange(9_000, 30_000)].capitalize()
    return f"{given_name} {family_name}", None


def _window(dice: random.Random) -> str:
    """When somebody can talk: time zone, hours of notice, hours of the day, last day."""
    last = "" if dice.random() < 0.9 else f"2026-12-{dice.choice((1, 8, 15, 22)):02d}"
    return f"{dice.choice(_ZONES)}|{dice.choice((0, 2, 24, 48))}|{dice.choice(('08-18', '09-17', '12-20'))}|{last}"


def _early(dice: random.Random, values, scale: float):  # type: ignore[no-untyped-def]
    """One of the values, those at the beginning far more often: exponential with a scale in places."""
    return values[min(int(dice.expovariate(1 / scale)), 10 * len(values)) % len(values)]


def _weighed(dice: random.Random, shares: dict[str, float]) -> str:
    return dice.choices(tuple(shares), cum_weights=tuple(accumulate(shares.values())))[0]


@cache
def _slugs() -> tuple[str, ...]:
    return tuple(topic["slug"] for topic in json.loads(_TAXONOMY.read_text(encoding="utf-8"))["topics"])


@cache
def _han(listed: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for entry in listed.split():
        sound = entry.lstrip("".join(letter for letter in entry if letter > "\u3000"))
        pairs.append((entry.removesuffix(sound), sound))
    return tuple(pairs)


@cache
def _arabic(listed: str) -> tuple[tuple[str, str], ...]:
    return tuple((native, latin) for native, _, latin in (entry.partition(":") for entry in listed.split()))
