"""Whether a list of authors names somebody: the same name in another order, with initials, or in another script.

This only decides which boxes of a preview are ticked before its owner looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from community.search.analysis import fold, hyphen_parts, simplified, words
from community.search.chinese_names import pinyin_readings

Form = tuple[str, ...]
"""The folded words of a name, in their order."""


def is_named(names: Iterable[str], authors: Iterable[str]) -> bool:
    """Whether one of the authors can be one of these names."""
    own = [form for name in names for form in _forms(name)]
    return any(_can_be(form, one) for author in authors for form in _forms(author) for one in own)


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike, but for case, accents and signs."""
    return _forms(one)[:1] == _forms(other)[:1]


@lru_cache(maxsize=8192)
def _forms(name: str) -> tuple[Form, ...]:
    """As it is written; with hyphened words in one, and in parts; a Chinese name in pinyin, too."""
    found = list(words(name))[:12]
    written = tuple(simplified(word) if han else fold(word) for word, han, _ in found)
    joined = tuple(
        "".join(fold(part) for part, _ in hyphen_parts(word)) if not han else word for word, han, _ in found
    )
    parted = tuple(fold(part) for word, _han, _ in found for part, _ in hyphen_parts(word))
    spoken = [
        form
        for word, han, _ in found
        if han and len(word) <= 6
        for surname, given in pinyin_readings(word)
        for form in ((surname, "".join(given)), (surname, *given))
    ]
    return tuple(form for form in dict.fromkeys((written, joined, parted, *spoken)) if form)


def _can_be(author: Form, own: Form) -> bool:
    """Every word of the shorter one stands in the other, whole or as an initial, and one of them whole."""
    shorter, longer = sorted((author, own), key=len)
    left = list(longer)
    whole = 0
    for word in sorted(shorter, key=len, reverse=True):
        match = next((one for one in left if one == word), None)
        if match is None:
            match = next((one for one in left if _is_initial(one, word) or _is_initial(word, one)), None)
            if match is None:
                return False
        elif len(word) > 1:
            whole += 1
        left.remove(match)
    return whole > 0 and (len(shorter) > 1 or len(longer) == 1)


def _is_initial(letter: str, word: str) -> bool:
    return len(letter) == 1 and word.startswith(letter)
