"""The topics of a segment's rows as text: each topic's names are indexed once, however many people have it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from community.search.engine import TopicTerms
from community.search.facets import Facet
from community.search.prepared import TOPIC_WEIGHTS
from community.search.topic_values import occurrences, of_value


class TopicColumn:
    """Which rows hold a word in the names of their topics."""

    def __init__(self, facet: Facet) -> None:
        self.facet = facet

    @cached_property
    def _by_word(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """For each field and word the topics that have it and how often."""
        fields: dict[str, dict[str, list[tuple[int, int]]]] = {field: {} for field in TOPIC_WEIGHTS}
        for code, value in enumerate(self.facet.values):
            for field, words in occurrences(value).items():
                for word, where in words.items():
                    fields[field].setdefault(word, []).append((code, len(where)))
        return fields

    def of_row(self, row: int) -> tuple[TopicTerms, ...]:
        """The topics of one row, in the person's order."""
        return tuple(of_value(value)[0] for value in self.facet.of_row(row))

    def __contains__(self, word: str) -> bool:
        return any(word in words for words in self._by_word.values())

    def has(self, field: str, word: str) -> bool:
        return word in self._by_word[field]

    def term(self, field: str, word: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        return self._rows(self._by_word[field].get(word, ()))

    def beginning_with(self, field: str, prefix: str) -> list[str]:
        return [word for word in self._by_word[field] if word.startswith(prefix)]

    def phrase(self, field: str, terms: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        found = []
        for code, _ in self._by_word[field].get(terms[0], ()):
            places = occurrences(self.facet.values[code])[field]
            often = sum(
                all(start + distance in places.get(term, ()) for distance, term in enumerate(terms))
                for start in places[terms[0]]
            )
            if often:
                found.append((code, often))
        return self._rows(found)

    def _rows(self, topics: Iterable[tuple[int, int]]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        found = [(self.facet.rows(code), often) for code, often in topics]
        if len(found) == 1:
            rows, often = found[0]
            return rows, np.full(len(rows), min(often, 255), np.uint8)
        total = np.zeros(len(self.facet.counts), np.uint8)
        for rows, often in found:
            total[rows] = np.minimum(total[rows].astype(np.int64) + often, 255)
        rows = np.flatnonzero(total > 0).astype(np.uint32)
        return rows, total[rows]
