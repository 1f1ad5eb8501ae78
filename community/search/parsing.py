"""What a reader typed, as clauses that every engine can answer: words, quoted phrases, an unfinished last
word.

Bounded, so that no input can make a search slow: what is beyond the limits is left out, and nothing raises.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from community.search.analysis import (
    fold,
    is_arabic,
    pairs,
    stem,
    without_elision,
    word_forms,
    words,
)
from community.search.arabic_names import (
    PARTICLES,
    servant_key,
    skeleton_pair,
    skeletons,
    spelling_keys,
    without_article,
)
from community.search.chinese_names import other_readings, pinyin_readings, sound
from community.search.chinese_words import segment
from community.search.names import folded_parts, whole_name_key

MAXIMUM_CHARACTERS = 1_000
MAXIMUM_CLAUSES = 16
MAXIMUM_WORD = 64
MAXIMUM_PHRASE = 24

_QUOTED = re.compile('"([^"]+)"|“([^”]+)”|«([^»]+)»|「([^」]+)」|„([^“”]+)[“”]')
_STOP_WORDS = frozenset(
    """a an and are as at by for from in is of on or the to with who about
    au aux ce dans de des du en et la le les ou par pour qui sur un une l d
    con del el los las por para que un una y e o os da do das dos em no na
    في من على عن الى مع او و
    的 在 和 与 了 是 对 及 或""".split()
)

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a person must match.

    `text` and `names` are alternatives, for running text and for names; each is a set of terms that must all
    be in one field. With `phrase` there is one alternative and its terms stand one after the other.
    `prefixes` are beginnings of words, wanted besides. `typed` is a folded plain word that may hold a typo,
    or "". `sounds` are names that sound or read alike, wanted when nobody is found as typed.
    """

    text: tuple[Terms, ...]
    names: tuple[Terms, ...]
    phrase: bool = False
    prefixes: Terms = ()
    typed: str = ""
    sounds: tuple[Terms, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's clauses, all of which a person should match; none asks for everybody.

    `whole` is the key that a person has whose whole name is what was typed, in any order."""

    clauses: tuple[Clause, ...]
    whole: str


@lru_cache(maxsize=512)
def parse(text: str, typing: bool = False) -> Parsed:
    """What a query asks for. Never raises."""
    text = text[:MAXIMUM_CHARACTERS]
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    phrases = (_phrase(next(filter(None, quoted.groups()))) for quoted in _QUOTED.finditer(text))
    clauses = [phrase for phrase in phrases if phrase]
    found = [(word[:MAXIMUM_WORD], han) for word, han, _ in words(plain)][: MAXIMUM_CLAUSES * 2]
    unfinished = typing and bool(found) and plain.rstrip() == plain and text.rstrip() == text
    kept = (
        _without_stop_words(found) if not unfinished else _without_stop_words(found[:-1], False) + found[-1:]
    )
    spoken = [fold(word) for word, han in kept if not han]
    spoken_index = 0
    for index, (word, han) in enumerate(kept):
        last = unfinished and index == len(kept) - 1
        if han:
            clauses += _han_clauses(word)
            continue
        clauses.append(_word_clause(word, spoken, spoken_index, last))
        spoken_index += 1
    return Parsed(tuple(clauses[:MAXIMUM_CLAUSES]), whole_name_key(text))


def _without_stop_words(found: list[tuple[str, bool]], keep_one: bool = True) -> list[tuple[str, bool]]:
    kept = [(word, han) for word, han in found if fold(word) not in _STOP_WORDS | PARTICLES]
    return kept or (found if keep_one else [])


def _phrase(quoted: str) -> Clause | None:
    """Terms in order: the first form of each word, the pairs of Han runs."""
    text: list[str] = []
    names: list[str] = []
    for word, han, _ in words(quoted):
        if han:
            text += pairs(word)
            names += pairs(word)
        else:
            text += [word_forms(part)[0] for part in folded_parts(word)]
            names += folded_parts(word)
    if not text:
        return None
    return Clause((tuple(text[:MAXIMUM_PHRASE]),), (tuple(names[:MAXIMUM_PHRASE]),), phrase=True)


def _word_clause(word: str, spoken: list[str], index: int, unfinished: bool) -> Clause:
    folded = fold(word)
    forms = word_forms(word)
    parts = folded_parts(word)
    text: list[Terms] = [(form,) for form in forms]
    names: list[Terms] = [(folded,)]
    if len(parts) > 1:
        text.append(tuple(word_forms(part)[0] for part in parts))
        names.append(tuple(parts))
    # "Wei Ming" finds Weiming: a word is also found as written in one with its neighbour.
    joined = [first + second for first, second in pairwise(spoken[max(index - 1, 0) : index + 2])]
    names += [(both,) for both in joined]
    same, other = ("~a:", "~l:") if is_arabic(folded) else ("~l:", "~a:")
    consonants = _consonants(spoken, index)
    names += [(other + key,) for key in consonants]
    bare = without_article(folded)
    spelled = spelling_keys([folded]) | spelling_keys([bare]) | _servant_keys(spoken, index)
    names += [(key,) for key in sorted(spelled)]
    if not (folded.isascii() or is_arabic(folded)):
        names.append((fold(anyascii(folded)),))
    names.append((bare,))
    prefixes = tuple(dict.fromkeys((folded, stem(folded)))) if unfinished and len(folded) > 1 else ()
    sounds: list[Terms] = [(same + key,) for key in consonants]
    sounds += [(f"~c:{sound(written)}",) for written in (folded, *joined) if sound(written)]
    typed = (without_elision(word) or folded) if len(parts) == 1 else ""
    return Clause(_unique(text), _unique(names), prefixes=prefixes, typed=typed, sounds=_unique(sounds))


def _consonants(spoken: list[str], index: int) -> list[str]:
    """Of a word, and of it with each neighbour."""
    neighbours = pairwise(spoken[max(index - 1, 0) : index + 2])
    pairs_of_words = (skeleton_pair(first, second) for first, second in neighbours)
    return [*skeletons(spoken[index]), *filter(None, pairs_of_words)]


def _servant_keys(spoken: list[str], index: int) -> set[str]:
    """Abdel Samad, in two words, is asked for by both."""
    keys = {servant_key(spoken[index : index + 2])}
    if index and not servant_key(spoken[index - 1 : index]):
        keys.add(servant_key(spoken[index - 1 : index + 1]))
    return keys - {""}


def _han_clauses(run: str) -> list[Clause]:
    """A short run may be a name, whole; or words. A long one is words."""
    if len(run) > 4:
        parts = [word for word in segment(run) if word not in _STOP_WORDS]
        return [Clause((pairs(word),), (pairs(word),)) for word in parts or [run[:2]]]
    whole = pairs(run)
    text = [whole]
    if len(run) == 4:
        text.append(tuple(term for word in segment(run) for term in pairs(word)))
    return [Clause(_unique(text), _unique([whole, *_read(run)]), sounds=_unique(_read_otherwise(run)))]


def _read(run: str) -> list[Terms]:
    """A Han name as it is written in pinyin."""
    if len(run) == 1:
        return []
    return [(surname, "".join(given)) for surname, given in pinyin_readings(run)]


def _read_otherwise(run: str) -> list[Terms]:
    """In other spellings, by its sound, and as a given name alone."""
    if len(run) == 1:
        return []
    forms: list[Terms] = [(surname, "".join(given)) for surname, given in other_readings(run)]
    for surname, syllables in pinyin_readings(run):
        given = "".join(syllables)
        forms.append((f"~c:{sound(surname)}", f"~c:{sound(given)}"))
        if len(run) == 2:
            forms += [(surname + given,), (f"~c:{sound(surname + given)}",)]
    return forms


def _unique(alternatives: list[Terms]) -> tuple[Terms, ...]:
    return tuple(dict.fromkeys(terms for terms in alternatives if terms and all(terms)))


# --- typos
# -----------------------------------------------------------------------------------------------------

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
)


@lru_cache(maxsize=256)
def one_edit_away(word: str) -> tuple[str, ...]:
    """Every spelling at one insertion, deletion, replacement or transposition of neighbours, to be looked up
    in a lexicon: some 60 a letter, whatever the size of the index. Words under four letters are too short to
    guess."""
    if not 4 <= len(word) <= 24:
        return ()
    alphabet = next((letters for letters in _ALPHABETS if word[0] in letters), "")
    edits: set[str] = set()
    for index in range(len(word) + 1):
        head, tail = word[:index], word[index:]
        edits |= {head + letter + tail for letter in alphabet}
        if tail:
            edits.add(head + tail[1:])
            edits |= {head + letter + tail[1:] for letter in alphabet}
        if len(tail) > 1:
            edits.add(head + tail[1] + tail[0] + tail[2:])
    return tuple(sorted(edits - {word}))


def respelt(word: str) -> tuple[str, ...]:
    """Spellings at one edit from a word, as names are held and as text is."""
    edits = one_edit_away(word)
    return tuple(dict.fromkeys((*edits, *filter(stem(word).__ne__, map(stem, edits)))))


def corrected(clause: Clause, spellings: tuple[str, ...]) -> Clause:
    """The clause with other spellings of its word, of which nobody has the one that was typed."""
    respelled = tuple((word,) for word in spellings)
    return Clause(respelled, respelled + clause.sounds)


def less_strict(clause: Clause, spellings: tuple[str, ...]) -> Clause:
    """The clause with other spellings in names: its word is known, but nobody has all that was typed."""
    respelled = tuple((word,) for word in spellings if (word,) not in clause.names)
    return replace(clause, names=clause.names + respelled + clause.sounds)
