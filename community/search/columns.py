"""What a search reads, as columns in memory: people, facets and postings of a Whoosh index as NumPy arrays.

Whoosh costs a Python call for each posting and each hit. Its segments never change, so what was read of one
is kept as long as the segment is: the terms that are asked for, and one row for each view. Scores, filters
and counts are then a few operations on arrays. A snapshot is one state of the index; readers keep theirs
while a writer goes on.
"""

import json
import pickle
import struct
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError

from community.search.engine import AUDIENCES, Audience

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]
Key = TypeVar("Key")
Value = TypeVar("Value")

_MAXIMUM_CACHED = 4_000
_POSITION_BITS = 20


class Damaged(Exception):
    """The files of the index can't be read."""


# What reading a damaged file may raise: it is decoded, unpickled and indexed into.
DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    AttributeError,
    AssertionError,
    ImportError,
    MemoryError,
    OverflowError,
    struct.error,
    zlib.error,
    pickle.UnpicklingError,
    WhooshIndexError,
    LockError,
)


@contextmanager
def reading() -> Iterator[None]:
    """Whatever goes wrong inside is damage to the index. Only for code that reads it: a mistake of ours
    elsewhere must not throw an index away."""
    try:
        yield
    except DAMAGE as problem:
        raise Damaged from problem


class Segment:
    """One immutable segment: its views' columns, read once, and its postings, read when asked for."""

    def __init__(self, reader: Any, key: str) -> None:
        self.reader = reader
        self.key = key
        self.size: int = reader.doc_count_all()
        self.ids = np.full(self.size, -1, np.int64)
        self.versions = np.zeros(self.size, np.int64)
        self.confirmed = np.zeros(self.size, np.float64)
        self.visible: dict[Audience, Mask] = {audience: np.zeros(self.size, bool) for audience in AUDIENCES}
        self.facets: dict[str, dict[str, list[int]]] = {}
        self.as_of = 0
        self._lock = Lock()
        self._postings: dict[tuple[str, str], tuple[Rows, Scores]] = {}
        self._positions: dict[tuple[str, str], Rows] = {}
        with reading():
            for row, stored in reader.iter_docs():
                self._add(row, stored)

    def _add(self, row: int, stored: dict[str, Any]) -> None:
        columns = json.loads(stored["columns"])
        self.as_of = max(self.as_of, columns["version"])
        if "id" not in columns:
            return
        self.ids[row] = columns["id"]
        self.versions[row] = columns["version"]
        self.confirmed[row] = columns["confirmed"]
        for audience in columns["visible_to"]:
            self.visible[audience][row] = True
        for facet, values in columns["facets"].items():
            rows = self.facets.setdefault(facet, {})
            for value in dict.fromkeys(values):
                rows.setdefault(value, []).append(row)

    def stored(self, row: int) -> dict[str, Any]:
        with self._lock, reading():
            fields: dict[str, Any] = self.reader.stored_fields(row)
        return fields

    @cached_property
    def lexicon(self) -> list[str]:
        """Every word that some field holds, sorted."""
        with self._lock, reading():
            return sorted({term.decode() for field, term in self.reader.all_terms() if field != "person"})

    def postings(self, field: str, term: str) -> tuple[Rows, Scores]:
        """The rows that hold a term and how often."""
        key = (field, term)
        if key not in self._postings:
            rows, often = [], []
            with self._lock, reading():
                if (matcher := self._matcher(field, term)) is not None:
                    while matcher.is_active():
                        rows.append(matcher.id())
                        often.append(matcher.weight())
                        matcher.next()
            found = np.array(rows, np.int64), np.array(often, np.float32)
            _keep(self._postings, key, found)
        return self._postings[key]

    def positions(self, field: str, term: str) -> Rows:
        """The places of a term, each as one number: row, then position. Its neighbour's place is one more."""
        key = (field, term)
        if key not in self._positions:
            places: list[int] = []
            with self._lock, reading():
                if (matcher := self._matcher(field, term)) is not None:
                    while matcher.is_active():
                        base = matcher.id() << _POSITION_BITS
                        places += [base + position for position in matcher.value_as("positions")]
                        matcher.next()
            _keep(self._positions, key, np.array(places, np.int64))
        return self._positions[key]

    def _matcher(self, field: str, term: str) -> Any:
        return self.reader.postings(field, term) if (field, term) in self.reader else None


def _keep(cache: dict[Key, Value], key: Key, value: Value) -> None:
    if len(cache) >= _MAXIMUM_CACHED:
        cache.clear()
    cache[key] = value


class Snapshot:
    """One state of the index over all its segments. Rows are numbered through."""

    def __init__(self, segments: list[Segment], alive: list[Mask]) -> None:
        self.segments = segments
        self.offsets = np.cumsum([0, *(segment.size for segment in segments)])
        self.size = int(self.offsets[-1])
        self.ids = _joined([segment.ids for segment in segments], np.int64)
        self.versions = _joined([segment.versions for segment in segments], np.int64)
        self.as_of = max((segment.as_of for segment in segments), default=0)
        self.alive: Mask = _joined(alive, np.bool_) & (self.ids >= 0)
        self.visible: dict[Audience, Mask] = {
            audience: _joined([segment.visible[audience] for segment in segments], np.bool_) & self.alive
            for audience in AUDIENCES
        }
        confirmed = _joined([segment.confirmed for segment in segments], np.float64)
        self.confirmed = confirmed
        self.order: Rows = np.lexsort((self.ids, -confirmed))
        self.rank = np.empty(self.size, np.int64)
        self.rank[self.order] = np.arange(self.size)
        self._cache: dict[Any, Any] = {}

    def stored(self, row: int) -> dict[str, Any]:
        index = int(np.searchsorted(self.offsets, row, side="right")) - 1
        return self.segments[index].stored(row - int(self.offsets[index]))

    def term(self, field: str, term: str) -> Scores:
        """For every row, how well a field matches a term by how often it has it: between 0 and 1."""
        scores = np.zeros(self.size, np.float32)
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            rows, often = segment.postings(field, term)
            scores[rows + offset] = often / (often + 1.2)
        return scores

    def phrase(self, field: str, terms: tuple[str, ...]) -> Scores:
        """For every row, how well a field matches terms that stand one after the other."""
        scores = np.zeros(self.size, np.float32)
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            places = segment.positions(field, terms[0])
            for distance, term in enumerate(terms[1:], 1):
                if not places.size:
                    break
                places = places[np.isin(places + distance, segment.positions(field, term))]
            rows, often = np.unique(places >> _POSITION_BITS, return_counts=True)
            scores[rows + offset] = often / (often + 1.2)
        return scores

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Words of the index that begin so, in alphabetical order."""
        found: set[str] = set()
        for segment in self.segments:
            words = segment.lexicon
            start = bisect_left(words, prefix)
            for word in words[start : start + limit]:
                if not word.startswith(prefix):
                    break
                found.add(word)
        return sorted(found)[:limit]

    def known(self, words: Iterable[str]) -> list[str]:
        """Those of the words that the index has."""
        lexicons = [segment.lexicon for segment in self.segments]
        return [word for word in words if any(_contains(lexicon, word) for lexicon in lexicons)]

    def facet(self, facet: str) -> dict[str, Rows]:
        """The rows of each value."""

        def build() -> dict[str, Rows]:
            parts: dict[str, list[Rows]] = {}
            for segment, offset in zip(self.segments, self.offsets, strict=False):
                for value, rows in segment.facets.get(facet, {}).items():
                    parts.setdefault(value, []).append(np.array(rows, np.int64) + offset)
            return {value: np.concatenate(rows) for value, rows in parts.items()}

        return self.remember(("facet", facet), build)

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The rows that have one of the values."""

        def build() -> Mask:
            mask = np.zeros(self.size, bool)
            rows = self.facet(facet)
            for value in values & rows.keys():
                mask[rows[value]] = True
            return mask

        return self.remember(("having", facet, values), build)

    def count(self, facet: str, mask: Mask) -> dict[str, int]:
        """How many rows of the mask have each value, the most frequent first."""
        values, rows, codes = self.remember(("codes", facet), lambda: self._codes(facet))
        counts = np.bincount(codes[mask[rows]], minlength=len(values))
        best = np.argsort(-counts, kind="stable")
        return {values[code]: int(counts[code]) for code in best if counts[code]}

    def _codes(self, facet: str) -> tuple[list[str], Rows, Rows]:
        by_value = sorted(self.facet(facet).items())
        rows = _joined([rows for _, rows in by_value], np.int64)
        codes = np.repeat(np.arange(len(by_value)), [len(rows) for _, rows in by_value])
        return [value for value, _ in by_value], rows, codes

    def remember(self, key: Any, build: Callable[[], Value]) -> Value:
        """A value that stays true as long as this snapshot."""
        if key not in self._cache:
            _keep(self._cache, key, build())
        value: Value = self._cache[key]
        return value


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _contains(words: list[str], word: str) -> bool:
    index = bisect_left(words, word)
    return index < len(words) and words[index] == word
