"""What a member typed, as it is kept: checked, rendered, with whom it names and what can be searched in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from community.core.text import MENTION, render_brief, tidy
from community.messaging.errors import EmptyMessage, MessageTooLong
from community.search.analysis import tokens_of, words
from community.search.chinese_names import pinyin_readings

LONGEST = 10_000
"""Characters of a message."""
LONGEST_HAN_NAME = 4


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a message in every form that is kept."""

    body: str
    body_html: str
    words: str
    mentions: tuple[int, ...]
    """Members whom it names by handle, of those who take part, but its author."""


class Named(Protocol):
    """Somebody who can be mentioned."""

    @property
    def member_id(self) -> int: ...
    @property
    def handle(self) -> str: ...
    @property
    def display_name(self) -> str: ...


def written(present: Iterable[Named], author_id: int, text: str, file_names: Sequence[str] = ()) -> Written:
    """`present` are those who take part. With files, there need be no words. Raises EmptyMessage and MessageTooLong."""
    body = checked(text, may_be_empty=bool(file_names))
    people = list(present) if "@" in body else []
    named = set(MENTION.findall(body)) if people else set()
    return Written(
        body=body,
        body_html=render_brief(body, {one.handle: one.display_name for one in people}),
        words=folded_words(" ".join((body, *file_names))),
        mentions=tuple(one.member_id for one in people if one.handle in named and one.member_id != author_id),
    )


def checked(text: str, *, may_be_empty: bool = False) -> str:
    """Raises EmptyMessage and MessageTooLong."""
    body = tidy(text)
    if not body and not may_be_empty:
        raise EmptyMessage()
    if len(body) > LONGEST:
        raise MessageTooLong()
    return body


def folded_words(body: str) -> str:
    """Each token once, in order, between blanks: what `LIKE '% token %'` finds. A Han name that stands by itself
    is there in Latin letters, too."""
    found = [(word, is_han) for word, is_han, _ in words(body)]
    tokens = [token.text for word, is_han in found for token in tokens_of(word, is_han)[0]]
    for word, is_han in found:
        if is_han and 2 <= len(word) <= LONGEST_HAN_NAME:
            tokens += [part for surname, given in pinyin_readings(word) for part in (surname, "".join(given))]
    return f" {' '.join(dict.fromkeys(tokens))} "
