"""One state of the index over all its segments, as a search reads it. Readers keep theirs while a writer goes on."""

import logging
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community.search.codec import from_json
from community.search.columns import Columns, ColumnsBuilder, columns_path, save
from community.search.damage import Damaged, reading
from community.search.engine import AUDIENCES, Audience, Document
from community.search.facets import Facet, Mask
from community.search.kept import Kept
from community.search.postings import Often, Rows
from community.search.prepared import TOPIC_WEIGHTS

Found = tuple[Rows, Often]
"""Rows, ascending, and how often each has what was asked for."""

_SEGMENT_MEMORY = 12 << 20
_SNAPSHOT_MEMORY = 24 << 20
_EMPTY: Found = (np.zeros(0, np.uint32), np.zeros(0, np.uint8))
log = logging.getLogger(__name__)


class Segment:
    """One immutable segment: its documents in Whoosh, its columns beside it. A run of an index that is not finished
    has columns alone."""

    def __init__(self, reader: Any | None, key: str, folder: Path) -> None:
        self.key = key
        self._reader = reader
        self._kept = Kept(_SEGMENT_MEMORY)
        self.columns = self._load(columns_path(folder, key))
        self.size = self.columns.size

    def _load(self, path: Path) -> Columns:
        if self._reader is None:
            return Columns.load(path)
        try:
            columns = Columns.load(path)
            if columns.size == self._reader.doc_count_all():
                return columns
        except Damaged:
            pass
        log.warning("columns of segment %s are missing or damaged and are made anew", self.key)
        with reading():
            save(path, self._made_anew(self._reader, path.parent).finish())
        return Columns.load(path)

    def _made_anew(self, reader: Any, folder: Path) -> ColumnsBuilder:
        builder = ColumnsBuilder(folder)
        for row in range(reader.doc_count_all()):
            stored = reader.stored_fields(row)
            if "document" in stored:
                builder.add(from_json(stored["document"]))
            else:
                builder.add_version(int(stored["version"]))
        return builder

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The rows by date of confirmation, the latest first, then by id."""
        rows: NDArray[np.int64] = np.lexsort((self.columns.ids, -self.columns.confirmed))
        return rows

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        return self._kept.remember((facet, values), lambda: self.facet(facet).having(values))

    def facet(self, facet: str) -> Facet:
        return self.columns.facets.get(facet) or self._no_facet

    @cached_property
    def _no_facet(self) -> Facet:
        return Facet((), np.zeros(0, np.uint16), np.zeros(self.size, np.uint8))

    def has_word(self, word: str) -> bool:
        return self.columns.words.find(_bytes(word)) >= 0 or word in self.columns.topics

    def term(self, term: str, fields: Iterable[str]) -> dict[str, Found]:
        """The fields in which a word is, and the rows that have it there."""
        columns = self.columns
        place = columns.words.find(_bytes(term))
        found: dict[str, Found] = {}
        for field in fields:
            if field in TOPIC_WEIGHTS:
                if columns.topics.has(field, term):
                    found[field] = self._kept.remember(
                        (field, term), partial(columns.topics.term, field, term)
                    )
            elif place >= 0 and (held := columns.lists[field].of(place))[0].size:
                found[field] = held
        return found

    def beginning_with(self, field: str, prefix: str) -> Found:
        """Here a row may come more than once, and rows are in no order."""
        if field in TOPIC_WEIGHTS:
            words = self.columns.topics.beginning_with(field, prefix)
            found = [self.term(word, [field])[field] for word in words] or [_EMPTY]
            return np.concatenate([rows for rows, _ in found]), np.concatenate([often for _, often in found])
        return self.columns.lists[field].of_range(*self.columns.words.beginning_with(_bytes(prefix)))

    def phrase(self, field: str, terms: Sequence[str]) -> Found:
        if field in TOPIC_WEIGHTS:
            return self.columns.topics.phrase(field, terms)
        lists = self.columns.lists[field]
        places = [self.columns.words.find(_bytes(term)) for term in terms]
        if min(places) < 0:
            return _EMPTY
        # The rarest word first: what it leaves is looked up in the lists of the others.
        by_size = sorted(range(len(places)), key=lambda at: lists.length(places[at]))
        rows = lists.of(places[by_size[0]])[0]
        for at in by_size[1:]:
            rows = rows[among(rows, lists.of(places[at])[0])]
        starts: NDArray[np.int64] | None = None
        for at in by_size if rows.size else ():
            here = _places_in(lists, places[at], rows) - at
            starts = here if starts is None else starts[among(starts, here)]
        if starts is None or not starts.size:
            return _EMPTY
        found, often = np.unique(starts >> 16, return_counts=True)
        return found.astype(np.uint32), np.minimum(often, 255).astype(np.uint8)


def _places_in(lists: Any, word: int, rows: Rows) -> NDArray[np.int64]:
    """The occurrences of a word in some rows, each as one number: row, then position. Its neighbour's is one more."""
    held, often = lists.of(word)
    begins = np.cumsum(often, dtype=np.int64) - often
    at = np.searchsorted(held, rows)
    counts = often[at].astype(np.int64)
    ends = np.cumsum(counts)
    places = np.repeat(begins[at] - ends + counts, counts) + np.arange(ends[-1])
    where = lists.positions_of(word)[places]
    occurrences: NDArray[np.int64] = (np.repeat(rows.astype(np.int64), counts) << 16) + where
    return occurrences


def among(some: NDArray[Any], others: NDArray[Any]) -> Mask:
    """Which of `some` are in `others`; both ascend."""
    if not others.size:
        return np.zeros(len(some), bool)
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    found: Mask = others[places] == some
    return found


class Snapshot:
    """Rows are numbered through all segments; `alive` says which of each are not deleted."""

    def __init__(self, segments: list[Segment], alive: list[Mask]) -> None:
        self.segments = segments
        self.offsets = np.cumsum([0, *(segment.size for segment in segments)])
        self.size = int(self.offsets[-1])
        self.ids = self._column("ids", np.int64)
        self.versions = self._column("versions", np.int64)
        self.confirmed = self._column("confirmed", np.float64)
        self.as_of = int(self.versions.max(initial=0))
        self.alive: Mask = _joined(alive, np.bool_) & (self.ids >= 0)
        self._kept = Kept(_SNAPSHOT_MEMORY)
        self.visible: dict[Audience, Mask] = {
            audience: _joined([one.columns.visible(audience) for one in segments], np.bool_) & self.alive
            for audience in AUDIENCES
        }
        self.number = {audience: int(mask.sum()) for audience, mask in self.visible.items()}
        self.order = self._in_order()
        self.rank = np.empty(self.size, np.int64)
        self.rank[self.order] = np.arange(self.size)

    def _column(self, name: str, kind: Any) -> NDArray[Any]:
        column: NDArray[Any] = _joined([getattr(one.columns, name) for one in self.segments], kind)
        return column

    def _in_order(self) -> NDArray[np.int64]:
        """Segments are in order each, and a stable sort joins what is in order in one go; only where one moment is
        in two segments ids have to be looked at."""
        rows: NDArray[np.int64] = _joined(
            [one.order + offset for one, offset in zip(self.segments, self.offsets, strict=False)], np.int64
        )
        rows = rows[np.argsort(-self.confirmed[rows], kind="stable")]
        same = self.confirmed[rows[1:]] == self.confirmed[rows[:-1]]
        if (same & (self.ids[rows[1:]] < self.ids[rows[:-1]])).any():
            rows = np.lexsort((self.ids, -self.confirmed))
        return rows

    def remember(self, key: Any, build: Any) -> Any:
        """A value that stays true as long as this snapshot."""
        return self._kept.remember(key, build)

    def remembered(self, kind: str) -> list[Any]:
        """The keys that begin with `kind`."""
        return [key for key in self._kept.keys() if key[0] == kind]  # noqa: SIM118 - it is no dictionary

    def document(self, row: int) -> Document:
        """A view without its facets. Raises Damaged."""
        index = int(np.searchsorted(self.offsets, row, side="right")) - 1
        return self.segments[index].columns.quoted(row - int(self.offsets[index]))

    def held(self, people: Iterable[int]) -> dict[int, int]:
        """The versions held of these people."""
        rows = np.flatnonzero(self.alive & np.isin(self.ids, np.fromiter(people, np.int64)))
        return dict(zip(self.ids[rows].tolist(), self.versions[rows].tolist(), strict=True))

    # --- text ---

    def term(self, term: str, fields: Sequence[str]) -> dict[str, Found]:
        """The fields in which a word is, and the rows that have it there."""
        every = [segment.term(term, fields) for segment in self.segments]
        if len(every) == 1:
            return every[0]
        return {
            field: self._over([one.get(field, _EMPTY) for one in every])
            for field in fields
            if any(field in one for one in every)
        }

    def beginning_with(self, field: str, prefix: str) -> Found:
        return self._over([segment.beginning_with(field, prefix) for segment in self.segments])

    def phrase(self, field: str, terms: Sequence[str]) -> Found:
        return self._over([segment.phrase(field, terms) for segment in self.segments])

    def _over(self, found: list[Found]) -> Found:
        parts = [
            (rows + np.uint32(offset) if offset else rows, often)
            for (rows, often), offset in zip(found, self.offsets.tolist(), strict=False)
            if rows.size
        ]
        if len(parts) < 2:
            return parts[0] if parts else _EMPTY
        return np.concatenate([rows for rows, _ in parts]), np.concatenate([often for _, often in parts])

    def known(self, words: Iterable[str]) -> list[str]:
        """Those of the words that the index has."""
        return [word for word in words if any(segment.has_word(word) for segment in self.segments)]

    # --- facets ---

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The rows that have one of the values."""
        mask: Mask = _joined([segment.having(facet, values) for segment in self.segments], np.bool_)
        return mask

    def count(self, facets: Collection[str], mask: Mask) -> dict[str, dict[str, int]]:
        """How many rows of the mask have each value, the most frequent first."""
        totals: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        for segment, offset in zip(self.segments, self.offsets.tolist(), strict=False):
            part = mask[offset : offset + segment.size]
            for facet, total in totals.items():
                column = segment.facet(facet)
                numbers = column.count(part)
                for code in np.flatnonzero(numbers).tolist():
                    value = column.values[code]
                    total[value] = total.get(value, 0) + int(numbers[code])
        return {
            facet: dict(sorted(total.items(), key=lambda one: (-one[1], one[0])))
            for facet, total in totals.items()
        }


def _bytes(word: str) -> bytes:
    return word.encode(errors="replace")


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
