"""The forms under which a name is found: orders, joins, initials, pinyin, Arabic spellings.

`name_tokens` gives what is written, with positions and spans. `name_aliases` gives what a reader may type
instead; an engine ranks those lower. Aliases that begin with a sign are keys that only `parsing` asks for:
`=muhammad` (one name in many spellings), `~a:mhmd` (consonants of an Arabic-script name, asked for by Latin
queries) and `~l:mhmd` (consonants of a Latin name, asked for by Arabic queries).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise, product

from anyascii import anyascii

from community.search.analysis import (
    APOSTROPHES,
    Token,
    fold,
    han_tokens,
    hyphen_parts,
    is_arabic,
    is_han,
    simplified,
    words,
)
from community.search.name_tables import ARABIC_NAMES, SURNAME_READINGS

PARTICLES = frozenset(("al", "el", "ال"))
_SERVANT = re.compile(r"abd[aeou]*[lrnszdt]?([a-z]{3,})")
_SERVANT_ALONE = re.compile(r"abd([aeou]+[lrnszdt]?)?")
_CONSONANTS = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمنهپگچڤ", "bttjhkddrzsssdtzgfkklmnhbgsf")
_DIGRAPHS = (
    ("sh", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ch", "s"),
    ("ph", "f"),
    ("dj", "j"),
)
_LATIN_CONSONANTS = str.maketrans("qcvp", "kkfb", "aeiouyw")


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
        if han and len(word) <= 6:
            for surname, given in pinyin_readings(word):
                aliases |= {
                    surname,
                    *given,
                    *_orders([surname, "".join(given)]),
                    *_initials([surname, *given]),
                }
                aliases |= _initials([surname, "".join(given)])
    return frozenset(filter(None, {*aliases, whole_name_key(name)}))


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
    for word in folded + parts:
        if is_arabic(word):
            yield from (f"~a:{key}" for key in skeletons(word))
        elif word.isascii():
            yield from (f"~l:{key}" for key in skeletons(word))
    yield from spelling_keys(folded + parts)


def folded_parts(word: str) -> list[str]:
    """The parts of a hyphened word, folded, without what is nothing but marks."""
    return [folded for part, _ in hyphen_parts(word) if (folded := fold(part))]


def _orders(parts: list[str]) -> set[str]:
    """Parts written as one: all in order, the last or the first moved to the other end, and each with the
    next."""
    if not 1 < len(parts) <= 6:
        return set()
    orders = (parts, [parts[-1], *parts[:-1]], [*parts[1:], parts[0]])
    joined = {"".join(order) for order in orders}
    for first, second in pairwise(parts):
        joined.add(first + second)
        if first in PARTICLES:
            joined |= {"al" + second, "el" + second}
    return joined


def _initials(parts: list[str]) -> set[str]:
    """First letters: each, all, and those of the given names whether the surname stands first or last."""
    letters = "".join(part[0] for part in parts if part)
    return {*letters, letters, letters[1:], letters[:-1], letters[1:] + letters[:1]} - {""}


@lru_cache(maxsize=4096)
def pinyin_readings(run: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Readings of a Han name as (surname, syllables of the given name), unmarked, the likeliest first."""
    from pypinyin import lazy_pinyin  # 0.3 s, which start-up need not pay

    run = simplified(run)
    if not is_han(run) or not run:
        return ()
    surname = run[:2] if run[:2] in SURNAME_READINGS and len(run) > 2 else run[:1]
    if surname not in SURNAME_READINGS and len(run) > 2:
        surname = run[:1]
    given = lazy_pinyin(run[len(surname) :])
    surnames = SURNAME_READINGS.get(surname) or ("".join(lazy_pinyin(surname)),)
    options = [_u_variants(reading) for reading in surnames]
    firsts = [spelling for option in options for spelling in option]
    seconds = list(product(*map(_u_variants, given)))[:4]
    return tuple((first, second) for first in firsts for second in seconds)


def _u_variants(syllable: str) -> tuple[str, ...]:
    """ü, which pypinyin spells v, is typed as u, yu or v."""
    if "v" not in syllable:
        return (syllable,)
    return tuple(dict.fromkeys((syllable.replace("v", "u"), syllable.replace("v", "yu"), syllable)))


@cache
def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in ARABIC_NAMES.strip().splitlines():
        arabic, *latin = line.split()
        for spelling in (arabic, *latin):
            table.setdefault(fold(spelling), f"={latin[0]}")
    return table


def spelling_keys(parts: list[str]) -> set[str]:
    """Keys of names with many spellings: those of the table, and Abd al-, in one word or two."""
    table = _spellings()
    keys = {table[part] for part in parts if part in table}
    for index, part in enumerate(parts):
        if not part.isascii():
            continue
        if servant := _SERVANT.fullmatch(part):
            keys.add("=abd " + _consonants(servant[1]))
        elif _SERVANT_ALONE.fullmatch(part):
            rest = parts[index + 1 : index + 3]
            if len(rest) > 1 and rest[0] in PARTICLES:
                rest = rest[1:]
            if rest:
                keys.add("=abd " + _consonants(re.sub(r"^(al|el)-?", "", rest[0]) or rest[0]))
    return keys


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a folded name, the same for Arabic and Latin letters, with and without an article.

    Shorter than three they say too little and are left out."""
    stems = {word}
    for article in ("al", "el", "ال"):
        if word.startswith(article) and len(word) - len(article) >= 3:
            stems.add(word[len(article) :])
    keys = {_consonants(form) for form in stems}
    return tuple(sorted(key for key in keys if len(key) >= 3))


def _consonants(word: str) -> str:
    if is_arabic(word):
        spelled = "".join(letter for letter in word.translate(_CONSONANTS) if letter.isascii())
    else:
        spelled = word
        for digraph, letter in _DIGRAPHS:
            spelled = spelled.replace(digraph, letter)
        spelled = spelled.translate(_LATIN_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", spelled.rstrip("h"))
