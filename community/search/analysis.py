"""Text to tokens, the same for documents and queries and outside of every engine.

A token has a position, so that phrases can be found, and a span in the original text, so that a reader can be
shown what matched. Several tokens may share a position: they are forms of one word.

Han text becomes single characters and pairs: every substring can be found by its pairs, so that a query of
two characters, the normal one, needs no dictionary. Other scripts become folded words with a light plural
stem.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii
from opencc import OpenCC  # type: ignore[import-untyped]

HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
APOSTROPHES = "'\u2019\u02bc\u02bb\u2018\u02be\u02bf`"
HYPHENS = "\\-\u2010\u2011"
ELISIONS = frozenset("l d j m n s t c qu jusqu lorsqu puisqu dell nell all".split())
_ARABIC_PREFIXES = (
    ("وال", 3),
    ("بال", 3),
    ("كال", 3),
    ("فال", 3),
    ("ولل", 3),
    ("لل", 3),
    ("ال", 3),
    ("و", 4),
)
"""Prefixes, and how long the rest must be: many a word begins with a waw of its own."""
_ARABIC_ENDINGS = ("ات", "ين", "ون", "ان", "ها", "يه", "ه", "ي")
_ARABIC_FORMS = str.maketrans("أإآٱىئيةؤکی", "اااايييهوكي", "\u0640")
_ARABIC = re.compile("[\u0621-\u064a]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_HYPHENATED = re.compile(f"[^{HYPHENS}]+")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")


class Token(NamedTuple):
    text: str
    position: int
    start: int
    end: int


@cache
def _words_pattern() -> re.Pattern[str]:
    """Han runs, or words that may hold apostrophes and hyphens. Python's `\\w` leaves out combining marks,
    which would cut Hindi or pointed Arabic words to pieces, so they are gathered here."""
    marks, start = [], None
    for point in range(0x300, 0x10000):
        is_mark = unicodedata.category(chr(point)) in ("Mn", "Mc") or point in (0x200C, 0x200D)
        if is_mark and start is None:
            start = point
        elif not is_mark and start is not None:
            marks.append(f"{chr(start)}-{chr(point - 1)}")
            start = None
    letter = f"(?:(?![{HAN}])(?:[^\\W_]|[\u00ad{''.join(marks)}]))"
    return re.compile(f"(?P<han>[{HAN}]+)|(?P<word>{letter}+(?:[{APOSTROPHES}{HYPHENS}]{letter}+)*)")


_UNUSUAL = re.compile(
    "[^\\u0000-\\u00ac\\u00ae-\\u01b7\\u0370-\\u0482\\u060c\\u061b\\u061f-\\u063f\\u0641-\\u064a\\u2010-\\u2027]"
)
_USUAL_WORDS = re.compile(f"[^\\W_]+(?:[{APOSTROPHES}{HYPHENS}][^\\W_]+)*")
"""The same words, found three times as fast, for texts in which no character is unusual: no Han, no mark."""


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """A word as it is compared: compatibility forms, case, diacritics and Arabic spelling variants
    removed."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFD", folded)
        folded = "".join(letter for letter in folded if unicodedata.category(letter) not in ("Mn", "Cf"))
        folded = unicodedata.normalize("NFC", folded).translate(_ARABIC_FORMS)
        folded = "".join(_ascii_latin(letter) for letter in folded)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=4096)
def _ascii_latin(letter: str) -> str:
    """ø, ł, đ, ı have no decomposition; anyascii knows them. Other scripts stay as they are."""
    if letter.isascii() or not unicodedata.name(letter, "").startswith("LATIN"):
        return letter
    return anyascii(letter).lower()


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=30_000)
def _simplified_character(character: str) -> str:
    simple = str(_converter().convert(unicodedata.normalize("NFKC", character)))
    return simple if len(simple) == 1 else character


def simplified(text: str) -> str:
    """Traditional Han characters as simplified ones, one for one, so that spans keep their place."""
    return "".join(map(_simplified_character, text))


def is_han(text: str) -> bool:
    return bool(_HAN_RUN.fullmatch(text))


def is_arabic(text: str) -> bool:
    return bool(_ARABIC.search(text))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """What English, French, Spanish and Portuguese share of a word, roughly, in its plural too: economy, économie and
    economías agree, and so do economist and économiste, corruption, corrupción and corrupção, electric and
    électrique."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, shared, least in _ENDINGS:
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)] + shared
    return word


_ENDINGS = (
    ("cion", "tion", 6),
    ("cao", "tion", 6),
    ("coe", "tion", 6),
    ("que", "c", 7),
    ("ie", "i", 5),
    ("ia", "i", 5),
    ("y", "i", 4),
    ("e", "", 6),
    ("a", "", 6),
    ("o", "", 6),
)
"""An ending, what stands for it, and how long a word must be: short words are too different to be one."""


def root_of(stemmed: str) -> str:
    """With what every word begins that has this stem."""
    return stemmed[: max(2, len(stemmed) - (4 if stemmed.endswith("tion") else 1))]


@lru_cache(maxsize=10_000)
def word_forms(word: str) -> tuple[str, ...]:
    """The forms under which one word of running text is found, the closest first."""
    forms = [stem(fold(word))]
    if bare := without_elision(word):
        forms.append(stem(bare))
    if is_arabic(word):
        forms += _arabic_forms(forms[0])
    return tuple(dict.fromkeys(form for form in forms if form))


def without_elision(word: str) -> str:
    """The folded word behind l', d' or the like; nothing if none stands before it."""
    left, _, right = _APOSTROPHE.sub("'", word).partition("'")
    return fold(right) if right and fold(left) in ELISIONS else ""


def _arabic_forms(word: str) -> Iterator[str]:
    """Without what is written together with a word: articles and short words before it, endings behind it."""
    bare = next(
        (
            word[len(prefix) :]
            for prefix, rest in _ARABIC_PREFIXES
            if len(word) - len(prefix) >= rest and word.startswith(prefix)
        ),
        word,
    )
    yield bare
    for ending in _ARABIC_ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            yield bare[: -len(ending)]
            return


def words(text: str) -> Iterator[tuple[str, bool, int]]:
    """Each Han run or word of a text, whether it is Han, and where it starts."""
    for found in matches(text):
        if not is_nothing_but_marks(found):
            yield found.group(), found.lastgroup == "han", found.start()


def matches(text: str) -> Iterator[re.Match[str]]:
    """The same for who looks at few of them, and leaves out for himself what is nothing but marks."""
    return (_words_pattern() if _UNUSUAL.search(text) else _USUAL_WORDS).finditer(text)


def usual_words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The same of a stretch in which no character is unusual."""
    return _USUAL_WORDS.finditer(text, start, end)


def is_nothing_but_marks(found: re.Match[str]) -> bool:
    return found.lastgroup == "word" and not fold(found.group())


def hyphen_parts(word: str) -> list[tuple[str, int]]:
    """The parts of a hyphened word with their offsets."""
    return [(found.group(), found.start()) for found in _HYPHENATED.finditer(word)]


def han_tokens(run: str, position: int, start: int) -> Iterator[Token]:
    simple = simplified(run)
    for index, character in enumerate(simple):
        yield Token(character, position + index, start + index, start + index + 1)
        if index + 1 < len(simple):
            yield Token(simple[index : index + 2], position + index, start + index, start + index + 2)


def pairs(run: str) -> tuple[str, ...]:
    """What a Han run is looked up by: its pairs of characters, or the one character that it is."""
    simple = simplified(run)
    return tuple(simple[index : index + 2] for index in range(max(1, len(simple) - 1)))


def tokens_of(word: str, han: bool) -> tuple[tuple[Token, ...], int]:
    """The tokens of one word, or one Han run, as if it were the text; and how many positions it takes."""
    return (tuple(han_tokens(word, 0, 0)), len(word)) if han else _word_tokens(word)


@lru_cache(maxsize=20_000)
def _word_tokens(word: str) -> tuple[tuple[Token, ...], int]:
    if word.isascii() and word.isalnum():  # most words are nothing more
        return (Token(stem(word.lower()), 0, 0, len(word)),), 1
    parts = hyphen_parts(word)
    tokens = [Token(stem(fold(word)), 0, 0, len(word))] if len(parts) > 1 else []
    for position, (part, start) in enumerate(parts):
        tokens += [Token(form, position, start, start + len(part)) for form in word_forms(part)]
    return tuple(tokens), len(parts)


def text_tokens(text: str) -> Iterator[Token]:
    """The tokens of running text."""
    position = 0
    for word, han, start in words(text):
        tokens, size = tokens_of(word, han)
        for form, place, begin, end in tokens:
            yield Token(form, position + place, start + begin, start + end)
        position += size


def text_terms(text: str) -> Iterator[tuple[str, int]]:
    """The same for an index, which wants no spans: texts and positions."""
    position = 0
    for word, han, _ in words(text):
        tokens, size = tokens_of(word, han)
        for token in tokens:
            yield token[0], position + token[1]
        position += size


def compared(text: str) -> str:
    """A name or a title as such are compared: its words, without case, accents and signs."""
    return " ".join(fold(word) for word, _, _ in words(text))


@lru_cache(maxsize=8192)
def label_tokens(label: str) -> tuple[Token, ...]:
    """The tokens of a short text that many documents share, such as a topic's."""
    return tuple(text_tokens(label))


def warm_up() -> None:
    """Load what the first query would wait for (about a second, in a thread after start-up)."""
    from community.search.chinese_words import segment

    _words_pattern()
    simplified("張")
    segment("中国在非洲的铁路投资")
    if "pypinyin" not in sys.modules:
        from community.search import names

        names.name_aliases("张伟")
