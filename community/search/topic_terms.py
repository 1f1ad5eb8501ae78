"""The topics of a segment's rows as text: each topic's names are indexed once, however many people have it."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from community.search.engine import TopicTerms
from community.search.facets import Facet
from community.search.prepared import topic_tokens


@lru_cache(maxsize=8_192)
def as_value(topic: TopicTerms) -> str:
    """A topic as a value of a facet."""
    return json.dumps([topic.slug, topic.label, *topic.synonyms], ensure_ascii=False)


@lru_cache(maxsize=8_192)
def of_value(value: str) -> TopicTerms:
    slug, label, *synonyms = json.loads(value)
    return TopicTerms(slug, label, tuple(synonyms))


@lru_cache(maxsize=8_192)
def _occurrences(value: str) -> dict[str, tuple[int, ...]]:
    """The positions of each word of a topic's names."""
    places: dict[str, list[int]] = {}
    for word, position in topic_tokens(json.loads(value)[1:]):
        places.setdefault(word, []).append(position)
    return {word: tuple(where) for word, where in places.items()}


class TopicColumn:
    """Which rows hold a word in the names of their topics."""

    def __init__(self, facet: Facet) -> None:
        self.facet = facet

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[int, int]]]:
        """For each word the topics that have it and how often."""
        by_word: dict[str, list[tuple[int, int]]] = {}
        for code, value in enumerate(self.facet.values):
            for word, where in _occurrences(value).items():
                by_word.setdefault(word, []).append((code, len(where)))
        return by_word

    def of_row(self, row: int) -> tuple[TopicTerms, ...]:
        """The topics of one row."""
        return tuple(map(of_value, self.facet.of_row(row)))

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def term(self, word: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        return self._rows(self._by_word.get(word, ()))

    def beginning_with(self, prefix: str) -> list[str]:
        return [word for word in self._by_word if word.startswith(prefix)]

    def phrase(self, terms: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        found = []
        for code, _ in self._by_word.get(terms[0], ()):
            places = _occurrences(self.facet.values[code])
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
        rows = np.flatnonzero(total).astype(np.uint32)
        return rows, total[rows]
