"""The tokens of a text that could match a query. Most of its words nobody asked for, so few are looked at."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from community.search.analysis import (
    APOSTROPHES,
    HYPHENS,
    Token,
    is_nothing_but_marks,
    matches,
    root_of,
    tokens_of,
    usual_words,
)
from community.search.parsing import Clause

_LETTERS = "A-Za-zÀ-ÅÇ-ÏÑ-ÖÙ-Ýà-åç-ïñ-öù-ýÿ"
_PLAIN = re.compile(f"[\\x00-\\x7f«»°·{_LETTERS}\u2010-\u2027]*")
"""A text of letters that are those of ASCII once their marks are off."""
_OTHER_LATIN = re.compile(
    "[ÆÐØÞæðøþ\u0110\u0111\u0126\u0127\u0131\u0138\u0141\u0142\u014a\u014b\u0152\u0153\u0166\u0167\u0180-\u02b8"
    "\u1d00-\u1dbf\u1e9c-\u1e9f\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f\U00010780-\U000107ba\U0001df00-\U0001dfff]"
)
"""Latin letters that are more than one of ASCII with a mark, or may be."""
_JOINT = b"-"
_UNKNOWN = "?"
_SIGNS = bytes(sign for sign in range(33, 127) if not chr(sign).isalnum())


def _bare(character: str) -> int:
    """A character of Latin 1 as a byte: its letter, or a joint of words, or what stands between them."""
    if character in APOSTROPHES + HYPHENS.replace("\\", "") + _UNKNOWN:
        return ord(_JOINT)
    if character.isascii():
        return ord(character.lower() if character.isalnum() else " ")
    return ord(normalize("NFD", character)[0].lower() if re.match(f"[{_LETTERS}]", character) else " ")


_BARE = bytes(map(_bare, map(chr, range(256))))


class Sought:
    """Looks for what the clauses of one query could match."""

    def __init__(self, clauses: tuple[Clause, ...]) -> None:
        self.terms = frozenset(term for clause in clauses for terms in clause.text for term in terms)
        self.prefixes = tuple(prefix for clause in clauses for prefix in clause.prefixes)
        roots = {root_of(term) for term in self.terms} | set(self.prefixes)
        self._in_ascii = all(map(str.isascii, roots))
        self._roots = [root.encode(errors="replace") for root in roots]
        self._beginnings = {root[:2] for root in roots}
        self._beginnings |= {one.title() for one in self._beginnings} | {
            one.upper() for one in self._beginnings
        }
        self._has_phrase = any(clause.phrase for clause in clauses)
        self._words: dict[str, tuple[tuple[Token, ...], int]] = {}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Those that could match, in order; without a phrase in the query they are not counted."""
        if not self._has_phrase and (text.isascii() or _PLAIN.fullmatch(text)):
            return tuple(self._in_plain(text))
        if self._in_ascii and not _OTHER_LATIN.search(text):
            bare = normalize("NFKD", text).casefold().encode("ascii", "ignore").translate(None, _SIGNS)
            if not any(root in bare for root in self._roots):
                return ()
        return tuple(self._in_any(text))

    def _in_plain(self, text: str) -> Iterator[Token]:
        """Words that begin with a root of what is sought. Of words that are joined, a later one may; what Latin 1 has
        no byte for may join some."""
        bare = b" %b " % text.encode("latin-1", "replace").translate(_BARE)
        found = {
            start: bare.find(b" ", start + 1) for root in self._roots for start in _all(b" " + root, bare)
        }
        joint = bare.find(_JOINT)
        while joint >= 0:
            start, end = bare.rfind(b" ", 0, joint), bare.find(b" ", joint)
            if start not in found:
                joined = bare[start + 1 : end].replace(_JOINT, b"")
                if any(root in joined for root in self._roots):
                    found[start] = end
            joint = bare.find(_JOINT, end)
        # What is found has a space before it that the text has not.
        for start in sorted(found):
            for match in usual_words(text, start, found[start] - 1):
                for form, _, low, high in (self._words.get(match.group()) or self._look_at(match))[0]:
                    yield Token(form, 0, match.start() + low, match.start() + high)

    def _in_any(self, text: str) -> Iterator[Token]:
        """A plain word that begins otherwise than all that is sought is passed over: folding and stems leave its first
        two letters as they are."""
        position = 0
        for match in matches(text):
            word = match.group()
            head = word[:2]
            if head not in self._beginnings and head.isascii() and word.isalnum():
                position += 1
                continue
            tokens, size = self._words.get(word) or self._look_at(match)
            start = match.start()
            for form, at, low, high in tokens:
                yield Token(form, position + at, start + low, start + high)
            position += size

    def _look_at(self, found: re.Match[str]) -> tuple[tuple[Token, ...], int]:
        """Which tokens of a word could match, and how many positions it takes."""
        if is_nothing_but_marks(found):
            return (), 0
        word = found.group()
        is_han = found.lastgroup == "han"
        if is_han and self._in_ascii:
            return (), len(word)
        tokens, size = tokens_of(word, is_han)
        could = (
            token for token in tokens if token.text in self.terms or token.text.startswith(self.prefixes)
        )
        self._words[word] = tuple(could), size
        return self._words[word]


def _all(part: bytes, whole: bytes) -> Iterator[int]:
    """Where a part is in the whole."""
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)
