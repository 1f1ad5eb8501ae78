"""What is asked: drawn from what the crowd wrote and ticked, the frequent more often, and each question once.

They are drawn from people who write in Latin letters, because the peer's analysis knows no Chinese.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from benchmarks.crowd.people import NOW, Someone, someone
from community.search.engine import Query

COUNTED = ("kind", "country_based", "availability", "verified", "region")
"""The five facets of a faceted question; three others filter it."""
ALL_FACETS = (*COUNTED, "topic", "country_covered", "language", "window")
"""What the first page of the directory counts."""

_LATIN = ("en", "fr", "pt", "es")
_LATELY = NOW - timedelta(days=365)
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def questions(kind: str, first: int, number: int, *, among: int) -> list[Query]:
    """So many of a kind, beginning with the `first` of an endless row, about the first `among` of the crowd."""
    return [
        KINDS[kind](*_somebody(random.Random(f"{kind} {place}"), among))  # noqa: S311 - invented content
        for place in range(first, first + number)
    ]


def _somebody(dice: random.Random, among: int) -> tuple[Someone, random.Random]:
    while True:
        person = someone(dice.randint(1, among))
        if person.language in _LATIN and len(_words(person)) >= 12:
            return person, dice


def _words(person: Someone) -> list[str]:
    return _WORD.findall(f"{person.headline} {person.biography}")


def _asks(text: str, facets: tuple[str, ...] = (), *, typing: bool = False, **filters: str) -> Query:
    return Query(
        text,
        "public",
        {key: frozenset({value}) for key, value in filters.items()},
        facets,
        typing=typing,
        confirmed_since=_LATELY,
    )


def _faceted(person: Someone, dice: random.Random, text: str = "") -> Query:
    tag, _ = dice.choice(person.languages)
    covered = dice.choice(person.covers)
    return _asks(
        text,
        COUNTED,
        topic=dice.choice(person.topics),
        country_covered=covered,
        language=f"{tag}:read",
    )


def _word_and_facets(person: Someone, dice: random.Random) -> Query:
    return _faceted(person, dice, dice.choice(_words(person)))


def _browse(person: Someone, dice: random.Random) -> Query:
    return _asks("", ALL_FACETS)


def _one_word(person: Someone, dice: random.Random) -> Query:
    return _asks(dice.choice(_words(person)))


def _three_words(person: Someone, dice: random.Random) -> Query:
    return _asks(" ".join(dice.sample(_words(person), 3)))


def _phrase(person: Someone, dice: random.Random) -> Query:
    words = person.biography.split()
    size = dice.choice((2, 2, 3))
    start = dice.randrange(len(words) - size)
    return _asks(f'"{" ".join(words[start : start + size])}"')


def _prefix(person: Someone, dice: random.Random) -> Query:
    word = dice.choice((*_words(person), *_WORD.findall(person.name) * 10))
    return _asks(word[: dice.randint(2, 5)], typing=True)


def _typo(person: Someone, dice: random.Random) -> Query:
    word = dice.choice([word for word in _words(person) if len(word) > 5] or _words(person))
    at = dice.randrange(1, len(word) - 1)
    head, tail = word[:at], word[at:]
    return _asks(
        dice.choice(
            (
                head + tail[1:],
                head + dice.choice(_LETTERS) + tail,
                head + dice.choice(_LETTERS) + tail[1:],
                head + tail[1] + tail[0] + tail[2:],
            )
        )
    )


def _frequent_word(person: Someone, dice: random.Random) -> Query:
    """One of those that most people wrote."""
    written = Counter(word.lower() for word in _words(person))
    return _asks(max(written, key=lambda word: (_written_by()[word], word)), ALL_FACETS)


@cache
def _written_by() -> Counter[str]:
    """How many of a few hundred wrote each word."""
    return Counter(
        word for number in range(1, 500) for word in {one.lower() for one in _words(someone(number))}
    )


def _name(person: Someone, dice: random.Random) -> Query:
    return _asks(dice.choice([person.name, person.native_name or person.name]))


def _two_letters(person: Someone, dice: random.Random) -> Query:
    """Of a name or a word, to be completed."""
    return _asks(dice.choice((*person.name.split(), dice.choice(_words(person))))[: dice.randint(1, 2)])


KINDS: dict[str, Callable[[Someone, random.Random], Query]] = {
    "faceted": _faceted,
    "faceted with a word": _word_and_facets,
    "one word": _one_word,
    "three words": _three_words,
    "phrase": _phrase,
    "prefix": _prefix,
    "typo": _typo,
    "everybody": _browse,
    "frequent word": _frequent_word,
    "name": _name,
    "two letters": _two_letters,
}
