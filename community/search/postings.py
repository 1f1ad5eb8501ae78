"""Which rows hold which word, how often and where: inverted lists as arrays, for each field of text.

The words of all fields stand in one sorted table. For each field, the rows of word w are
`rows[starts[w]:starts[w + 1]]`, ascending; `often` says how often (at most 255 times), and the positions of all
its occurrences follow each other from `places[w]` on.
"""

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community.search.blocks import Column, Pieces

Rows = NDArray[np.uint32]
Often = NDArray[np.uint8]
Positions = NDArray[np.uint16]
Places = NDArray[np.int64]
_KINDS = {"rows": np.uint32, "often": np.uint8, "positions": np.uint16}

_AT_ONCE = 16_384
_STRIDE = 128
_ENTRIES_AT_ONCE = 2_000_000
_MOST_OFTEN = 255
_LAST_POSITION = 65_535


class Words(Sequence[bytes]):
    """A sorted table of words, in two arrays: no object for each. What is in a file is read into memory when one is
    looked up, and passed through when all are gone over."""

    def __init__(self, letters: Column, ends: Column) -> None:
        self.letters, self.ends = letters, ends
        self.find = lru_cache(maxsize=20_000)(self._find)

    @classmethod
    def of(cls, words: Iterable[bytes]) -> "Words":
        """From words that are sorted."""
        listed = list(words)
        letters = np.frombuffer(b"".join(listed), np.uint8)
        return cls(letters, np.cumsum([0, *map(len, listed)], dtype=np.uint32))

    @cached_property
    def _in_memory(self) -> tuple[memoryview, memoryview]:
        return self.letters[:].data, self.ends[:].data

    @cached_property
    def _milestones(self) -> list[bytes]:
        """Some of the words, as objects: among those Python finds a place in a fraction of the time."""
        return [self[place] for place in range(0, len(self), _STRIDE)]

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, place: Any) -> Any:
        letters, ends = self._in_memory
        return bytes(letters[ends[place] : ends[place + 1]])

    def __iter__(self) -> Iterator[bytes]:
        for first in range(0, len(self), _AT_ONCE):
            ends = self.ends[first : first + _AT_ONCE + 1].tolist()
            letters = self.letters[ends[0] : ends[-1]].tobytes()
            for start, end in pairwise(ends):
                yield letters[start - ends[0] : end - ends[0]]

    def _find(self, word: bytes) -> int:
        """The place of a word, or -1."""
        place = self._place(word)
        return place if place < len(self) and self[place] == word else -1

    def _place(self, word: bytes) -> int:
        """Where it is, or would be."""
        after = bisect_left(self._milestones, word) * _STRIDE
        return bisect_left(self, word, max(after - _STRIDE, 0), min(after, len(self)))

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """The places [from, to) of the words that begin so."""
        return self._place(prefix), self._place(prefix + b"\xff\xff")


@dataclass(frozen=True, slots=True)
class Inverted:
    """The lists of one field."""

    starts: Column
    rows: Column
    often: Column
    places: Column
    positions: Column

    def of(self, word: int) -> tuple[Rows, Often]:
        return self.of_range(word, word + 1)

    def of_range(self, first: int, last: int) -> tuple[Rows, Often]:
        """Those of several words, one after the other: a row may come again."""
        low, high = _bounds(self.starts, first, last)
        return self.rows[low:high], self.often[low:high]

    def positions_of(self, word: int) -> Positions:
        """The positions of all occurrences, row after row."""
        low, high = _bounds(self.places, word, word + 1)
        return self.positions[low:high]

    def length(self, word: int) -> int:
        """In how many rows a word is."""
        low, high = _bounds(self.starts, word, word + 1)
        return high - low


def _bounds(starts: Column, first: int, last: int) -> tuple[int, int]:
    if last == first + 1:
        low, high = starts[first : last + 1].tolist()
        return low, high
    return int(starts[first : first + 1][0]), int(starts[last : last + 1][0])


class Collector:
    """Gathers the words of rows, one row after the other."""

    def __init__(self, fields: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._gathered = {field: (array("I"), array("I"), array("I")) for field in fields}

    def add(self, row: int, field: str, tokens: Iterable[tuple[str, int]]) -> None:
        numbers = self._numbers
        words, rows, positions = self._gathered[field]
        for text, position in tokens:
            words.append(numbers.setdefault(text, len(numbers)))
            positions.append(position)
        rows.extend([row] * (len(words) - len(rows)))

    def invert(self) -> tuple[Words, dict[str, Inverted]]:
        encoded = [word.encode(errors="replace") for word in self._numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        rank = np.empty(len(order), np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        size = len(order)
        lists = {field: _inverted(rank, size, *gathered) for field, gathered in self._gathered.items()}
        return Words.of(encoded[place] for place in order), lists


def _inverted(rank: NDArray[np.uint32], size: int, words: Any, rows: Any, positions: Any) -> Inverted:
    """Occurrences come in the order of rows and positions; a stable sort by word leaves each list in that order."""
    numbers = rank[np.frombuffer(words, np.uint32)] if len(words) else np.zeros(0, np.uint32)
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    row_of = np.frombuffer(rows, np.uint32)[order] if len(rows) else np.zeros(0, np.uint32)
    where = np.frombuffer(positions, np.uint32)[order] if len(positions) else np.zeros(0, np.uint32)
    where = np.minimum(where, _LAST_POSITION).astype(np.uint16)
    first = np.ones(len(numbers), bool)
    first[1:] = (numbers[1:] != numbers[:-1]) | (row_of[1:] != row_of[:-1])
    beginnings = np.flatnonzero(first)
    counts = np.diff(np.append(beginnings, len(numbers)))
    listed = numbers[beginnings]
    if counts.max(initial=0) > _MOST_OFTEN:
        nth = np.arange(len(numbers)) - np.repeat(beginnings, counts)
        numbers, where = numbers[nth < _MOST_OFTEN], where[nth < _MOST_OFTEN]
        counts = np.minimum(counts, _MOST_OFTEN)
    return Inverted(
        starts=_ends(np.bincount(listed, minlength=size)),
        rows=row_of[beginnings],
        often=counts.astype(np.uint8),
        places=_ends(np.bincount(numbers, minlength=size)),
        positions=where,
    )


def _ends(counts: NDArray[Any]) -> NDArray[np.uint32]:
    ends = np.zeros(len(counts) + 1, np.uint32)
    ends[1:] = np.cumsum(counts)
    return ends


@dataclass(frozen=True, slots=True)
class Part:
    """Lists to be joined with others: `new_rows` says where each row goes, -1 that it goes away."""

    words: Words
    lists: dict[str, Inverted]
    new_rows: NDArray[np.int64]


def join(parts: Sequence[Part]) -> Pieces:
    """One table of words and one list each, from several, as the arrays of a file: one after the other, since one is
    large enough. The rows of a later part come after those of an earlier."""
    words, maps = _one_table([part.words for part in parts])
    yield "words.letters", [words.letters[:]]
    yield "words.ends", [words.ends[:]]
    for field in parts[0].lists:
        yield from _joined(field, parts, maps, len(words))


def _one_table(tables: Sequence[Words]) -> tuple[Words, list[Rows]]:
    """All words, and where those of each table are in it."""
    letters, ends = bytearray(), array("I", [0])
    maps = [array("I") for _ in tables]
    last = None
    for word, table in heapq.merge(*(zip(words, repeat(number)) for number, words in enumerate(tables))):
        if word != last:
            letters += word
            ends.append(len(letters))
            last = word
        maps[table].append(len(ends) - 2)
    found = Words(np.frombuffer(letters, np.uint8), np.frombuffer(ends, np.uint32))
    return found, [np.frombuffer(one, np.uint32) if one else np.zeros(0, np.uint32) for one in maps]


def _joined(field: str, parts: Sequence[Part], maps: Sequence[Rows], size: int) -> Pieces:
    """The lists of a field: those of each word, one part after the other."""
    for ends, listed in (("starts", ("rows", "often")), ("places", ("positions",))):
        counts = np.zeros(size, np.uint32)
        for part, to in zip(parts, maps, strict=True):
            counts[to] += np.diff(_renumbered(part, field)[ends])
        starts = _ends(counts)
        yield f"{field}.{ends}", [starts]
        for name in listed:
            yield f"{field}.{name}", _in_turn(field, name, ends, starts, parts, maps)


def _in_turn(
    field: str, name: str, ends: str, starts: Rows, parts: Sequence[Part], maps: Sequence[Rows]
) -> Iterator[NDArray[Any]]:
    """What belongs to some thousand words after the other, since all of it is tens of megabytes."""
    turns = np.arange(0, int(starts[-1]) + _ENTRIES_AT_ONCE, _ENTRIES_AT_ONCE)
    for low, high in pairwise(np.unique(np.searchsorted(starts, turns)).clip(max=len(starts) - 1).tolist()):
        joined = np.empty(int(starts[high] - starts[low]), _KINDS[name])
        at = starts[low:high] - starts[low]
        for part, to in zip(parts, maps, strict=True):
            first, last = np.searchsorted(to, (low, high)).tolist()
            its = _renumbered(part, field)
            begins = its[ends][first : last + 1]
            here = to[first:last] - low
            joined[_targets(begins - begins[0], at[here])] = its[name][begins[0] : begins[-1]]
            at[here] += np.diff(begins)
        yield joined


def _differences(ends: NDArray[Any]) -> Places:
    differences: Places = np.diff(ends.astype(np.int64)).astype(np.int64)
    return differences


def _targets(starts: NDArray[Any], at: Rows) -> Places:
    """Where the entries of lists go that begin at `starts` now and at `at` then."""
    moved = at.astype(np.int64) - starts[:-1]
    targets: Places = np.arange(int(starts[-1])) + np.repeat(moved, _differences(starts))
    return targets


def _renumbered(part: Part, field: str) -> dict[str, NDArray[Any]]:
    """The five arrays of a field, with new numbers of rows and without those that go away."""
    lists = part.lists[field]
    held = {name: getattr(lists, name)[:] for name in Inverted.__slots__}
    new = part.new_rows[held["rows"]]
    stays = new >= 0
    if stays.all():
        return held | {"rows": new}
    size = len(held["starts"]) - 1
    word = np.repeat(np.arange(size), _differences(held["starts"]))[stays]
    counts = held["often"].astype(np.int64)
    return {
        "starts": _ends(np.bincount(word, minlength=size)),
        "rows": new[stays],
        "often": held["often"][stays],
        "places": _ends(np.bincount(word, weights=counts[stays], minlength=size)),
        "positions": held["positions"][np.repeat(stays, counts)],
    }
