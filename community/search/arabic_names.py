"""How an Arabic name is spelled, in Arabic and in Latin letters: its usual spellings, and its consonants."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from community.search.analysis import fold, is_arabic
from community.search.arabic_spellings import ARABIC_NAMES

PARTICLES = frozenset(("al", "el", "ال"))
_SERVANT = re.compile(r"abd[aeou]*[lrnszdt]?([a-z]{3,})|عبدال(.{2,})")
_SERVANT_ALONE = re.compile(r"abd([aeou]+[lrnszdt]?)?|عبد")
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


@cache
def _spellings() -> dict[str, set[str]]:
    """The names that a spelling may stand for: Salim is two."""
    table: dict[str, set[str]] = {}
    for line in ARABIC_NAMES.strip().splitlines():
        arabic, *latin = line.split()
        for spelling in (arabic, *latin):
            table.setdefault(fold(spelling), set()).add(f"={latin[0]}")
    return table


def spelling_keys(parts: list[str]) -> set[str]:
    """Keys of names with many spellings: those of the table, and Abd al-."""
    keys = {key for part in parts for key in _spellings().get(part, ())}
    return keys | {servant_key(parts[index:]) for index in range(len(parts))} - {""}


def servant_key(words: list[str]) -> str:
    """The key of Abd al-Samad, in one word or two, if these words begin with such a name; else nothing."""
    if servant := _SERVANT.fullmatch(words[0]):
        return "=abd " + _consonants(servant[1] or servant[2])
    rest = [word for word in words[1:3] if word not in PARTICLES]
    if rest and _SERVANT_ALONE.fullmatch(words[0]):
        return "=abd " + _consonants(without_article(rest[0]))
    return ""


def keys_by_script(words: list[str]) -> Iterator[str]:
    """The keys under which the consonants of a name's folded words are held: each word, each with the next,
    and the first with the last."""
    for word in words:
        yield from (script_mark(word) + key for key in skeletons(word))
    spoken = [word for word in words if word not in PARTICLES]
    for first, second in (*pairwise(spoken), *zip(spoken[:1], spoken[-1:], strict=True)):
        if script_mark(first) == script_mark(second) and (both := skeleton_pair(first, second)):
            yield script_mark(first) + both


def script_mark(word: str) -> str:
    """What the key of a word's consonants begins with: a for Arabic letters, l for Latin ones."""
    return "~a:" if is_arabic(word) else "~l:"


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a folded name, the same for Arabic and Latin letters, with and without an article.

    Shorter than three they say too little and are left out."""
    keys = {_consonants(form) for form in (word, without_article(word))}
    return tuple(sorted(key for key in keys if len(key) >= 3))


def skeleton_pair(first: str, second: str) -> str:
    """The consonants of two words in either order: Rana Haddadin is rn and hdn. Empty if they are too few."""
    keys = sorted((_consonants(without_article(first)), _consonants(without_article(second))))
    return "+".join(keys) if all(keys) and len("".join(keys)) >= 4 else ""


def without_article(word: str) -> str:
    """A folded word without al- or el- in front, if enough is left."""
    for article in PARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


@lru_cache(maxsize=20_000)
def _consonants(word: str) -> str:
    if is_arabic(word):
        spelled = "".join(letter for letter in word.translate(_CONSONANTS) if letter.isascii())
    else:
        spelled = word
        for digraph, letter in _DIGRAPHS:
            spelled = spelled.replace(digraph, letter)
        spelled = spelled.translate(_LATIN_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", spelled.rstrip("h"))
