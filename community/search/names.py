"""The forms under which a name is found: orders, joins, initials, pinyin, Arabic spellings.

`name_tokens` gives what is written, with positions and spans. `name_aliases` gives what a reader may type
instead; an engine ranks those lower. Aliases that begin with a sign are keys that only `parsing` asks for:
`=muhammad` (one name in many spellings), `~a:mhmd` (consonants of an Arabic-script name, asked for by Latin
queries), `~l:mhmd` (consonants of a Latin name, asked for by Arabic queries) and `~c:xuhui` (sound of a Chinese
name). Those of the same script are asked for when nobody is written as typed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from community.search.analysis import (
    APOSTROPHES,
    Token,
    fold,
    han_tokens,
    hyphen_parts,
    simplified,
    words,
)
from community.search.arabic_names import PARTICLES, keys_by_script, spelling_keys
from community.search.chinese_names import LONGEST_NAME, other_readings, pinyin_readings, sound


def name_tokens(name: str, position: int = 0) -> Iterator[Token]:
    """A name as it is written: words without stemming, hyphened words also in parts, Han in characters and
    pairs."""
    for word, han, start in words(name):
        if han:
            yield from han_tokens(word, position, start)
            position += len(word)
            continue
        parts = hyphen_parts(word)
        if len(parts) > 1:
            yield Token(fold(word), position, start, start + len(word))
        for part, offset in parts:
            if folded := fold(part):
                yield Token(folded, position, start + offset, start + offset + len(part))
                position += 1


@lru_cache(maxsize=4096)
def name_aliases(name: str) -> frozenset[str]:
    """Every other form under which this name is found."""
    found = list(words(name))[:12]
    spoken = [word for word, han, _ in found if not han]
    aliases = set(_latin_aliases(spoken))
    for word, han, _ in found:
        if han and len(word) <= LONGEST_NAME:
            aliases |= set(_han_aliases(word))
    return frozenset(filter(None, {*aliases, whole_name_key(name)}))


def _han_aliases(run: str) -> Iterator[str]:
    for surname, given in pinyin_readings(run):
        yield from _read_as(surname, given)
        yield from _initials([surname, *given])
        yield from _initials([surname, "".join(given)])
        yield from (f"~c:{sound(word)}" for word in (surname, "".join(given)) if sound(word))
    others = other_readings(run)
    for surname, given in others[:1]:
        yield from _read_as(surname, given)  # Wade-Giles
    for surname, given in others[1:]:
        yield from (surname, "".join(given))


def _read_as(surname: str, given: tuple[str, ...]) -> Iterator[str]:
    yield from (surname, *given)
    yield from _orders([surname, "".join(given)])


def whole_name_key(name: str) -> str:
    """The words of a name in a fixed order: who is called exactly what was typed leads."""
    found = [simplified(word) if han else fold(word) for word, han, _ in words(name)][:12]
    return f"=={' '.join(sorted(found))}"[:200] if found else ""


def _latin_aliases(spoken: list[str]) -> Iterator[str]:
    folded = [fold(word) for word in spoken]
    romanised = [word if word.isascii() else fold(anyascii(word)) for word in folded]
    parts = [part for word in spoken for part in folded_parts(word)]
    yield from (word for word in romanised if word.isascii())
    if all(map(str.isascii, romanised)):
        yield from _orders(romanised)
        yield from _initials(romanised)
        yield from _initials([part for part in parts if part.isascii()])
    for word in spoken:
        pieces = re.split(f"[{APOSTROPHES}]", word)
        yield from (fold(piece) for piece in pieces[1:] if len(piece) > 2)
    yield from keys_by_script(folded)
    yield from keys_by_script(parts)
    yield from spelling_keys(folded + parts)
    yield from sound_keys(folded)


def folded_parts(word: str) -> list[str]:
    """The parts of a hyphened word, folded, without what is nothing but marks."""
    return [folded for part, _ in hyphen_parts(word) if (folded := fold(part))]


def _orders(parts: list[str]) -> set[str]:
    """Parts written as one: all in order, the last or the first moved to the other end, the first with the
    last, and each with the next."""
    if not 1 < len(parts) <= 6:
        return set()
    orders = (parts, [parts[-1], *parts[:-1]], [*parts[1:], parts[0]], [parts[0], parts[-1]])
    joined = {"".join(order) for order in orders}
    for first, second in pairwise(parts):
        joined.add(first + second)
        if first in PARTICLES:
            joined |= {"al" + second, "el" + second}
    return joined


def sound_keys(folded: list[str]) -> Iterator[str]:
    """Keys of a Latin name that may be Chinese: each word by its sound, and each with the next."""
    if all(map(sound, folded)):
        yield from (f"~c:{sound(word)}" for word in folded)
        yield from (f"~c:{sound(first + second)}" for first, second in pairwise(folded))


def _initials(parts: list[str]) -> set[str]:
    """First letters: each, all, and those of the given names whether the surname stands first or last."""
    letters = "".join(part[0] for part in parts if part)
    return {*letters, letters, letters[1:], letters[:-1], letters[1:] + letters[:1]} - {""}
