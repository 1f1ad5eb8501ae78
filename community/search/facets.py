"""The values of a facet over the rows of one segment: filtered by, and counted."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community.search.blocks import Pieces

Mask = NDArray[np.bool_]

_MANY = 16
"""From one row in so many on, bit patterns of whole values are compared instead of looking at each row."""

_WORDS = 4
"""Patterns of more words than that for each code take longer than counting codes: a facet of thousands of values."""


class Facet:
    """`codes` holds each row's values, row after row, as places in `values`; `counts` says how many each row has."""

    def __init__(self, values: Sequence[str], codes: NDArray[Any], counts: NDArray[np.uint8]) -> None:
        self.values = list(values)
        self.codes, self.counts = codes, counts
        self._place = {value: place for place, value in enumerate(self.values)}

    @classmethod
    def of(cls, rows: Iterable[Collection[str]]) -> "Facet":
        place: dict[str, int] = {}
        codes: list[int] = []
        counts: list[int] = []
        for values in rows:
            once = list(dict.fromkeys(values))[:255]
            codes += [place.setdefault(value, len(place)) for value in once]
            counts.append(len(once))
        return cls(list(place), _narrow(np.array(codes, np.int64), len(place)), np.array(counts, np.uint8))

    def with_values(self, values: Iterable[str]) -> "Facet":
        """The same with equal values that are other objects."""
        return Facet(tuple(values), self.codes, self.counts)

    @classmethod
    def joined(cls, parts: Sequence[tuple["Facet | None", Mask]]) -> "Facet":
        """The rows of several segments that stay, one segment after the other."""
        place: dict[str, int] = {}
        codes, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
        for facet, stays in parts:
            if facet is None:
                counts.append(np.zeros(int(stays.sum()), np.uint8))
                continue
            to = np.array([place.setdefault(value, len(place)) for value in facet.values], np.int64)
            codes.append(to[facet.codes[np.repeat(stays, facet.counts)]])
            counts.append(facet.counts[stays])
        return cls(list(place), _narrow(np.concatenate(codes), len(place)), np.concatenate(counts))

    def pieces(self, name: str) -> Pieces:
        yield f"{name}.codes", [self.codes]
        yield f"{name}.counts", [self.counts]

    def of_row(self, row: int) -> list[str]:
        """The values of one row."""
        return [self.values[code] for code in self.codes[self._starts[row] : self._starts[row + 1]].tolist()]

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])

    @cached_property
    def _by_value(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The rows of each value, ascending, one value after the other; and where each begins."""
        rows = np.repeat(np.arange(len(self.counts), dtype=np.uint32), self.counts)
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.codes, minlength=len(self.values)))])
        return rows[np.argsort(self.codes, kind="stable")], starts

    def rows(self, code: int) -> NDArray[np.uint32]:
        """The rows that have a value."""
        rows, starts = self._by_value
        return rows[starts[code] : starts[code + 1]]

    def having(self, values: Collection[str]) -> Mask:
        """The rows that have one of the values, of which there may be hundreds."""
        mask = np.zeros(len(self.counts), bool)
        wanted = [self._place[value] for value in values if value in self._place]
        if wanted:
            mask[np.concatenate([self.rows(code) for code in wanted])] = True
        return mask

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """How many rows of a mask have each value."""
        number = np.count_nonzero(mask)
        if not number:
            return np.zeros(len(self.values), np.int64)
        if number * _MANY > len(mask):
            if len(self.values) * len(mask) // 64 > _WORDS * len(self.codes):
                return np.bincount(self.codes[np.repeat(mask, self.counts)], minlength=len(self.values))
            return self._count_by_patterns(mask)
        rows = np.flatnonzero(mask)
        starts, counts = self._starts[rows], self.counts[rows]
        ends = np.cumsum(counts, dtype=np.int64)
        places = np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])
        return np.bincount(self.codes[places], minlength=len(self.values))

    def _count_by_patterns(self, mask: Mask) -> NDArray[np.int64]:
        counts: NDArray[np.int64] = np.bitwise_count(self._patterns & _pattern(mask)).sum(1, dtype=np.int64)
        return counts

    @cached_property
    def _patterns(self) -> NDArray[np.uint64]:
        """A row of bits for each value: who has it."""
        size = len(self.counts)
        patterns = np.zeros((len(self.values), -(-size // 64)), np.uint64)
        for code in range(len(self.values)):
            mask = np.zeros(size, bool)
            mask[self.rows(code)] = True
            patterns[code] = _pattern(mask)
        return patterns


def _pattern(mask: Mask) -> NDArray[np.uint64]:
    bits = np.zeros(-(-len(mask) // 64) * 8, np.uint8)
    packed = np.packbits(mask)
    bits[: len(packed)] = packed
    return bits.view(np.uint64)


def _narrow(codes: NDArray[np.int64], size: int) -> NDArray[Any]:
    return codes.astype(np.uint16 if size <= 65_536 else np.uint32)
