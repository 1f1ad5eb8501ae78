"""What all rows share, for the PostgreSQL engine: the names of topics, and the values of facets.

A row holds the keys of its topics, not their names, which are long, in six languages; so it is a quarter as large. A
word of a topic's name is looked up as that topic. And it holds the codes of its values, which are quicker to count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

from community.search.engine import TopicTerms
from community.search.parsing import Terms
from community.search.topic_values import as_value, occurrences, of_value

_SIGNS = {"leading": "~t:", "topic": "~s:"}
"""What stands in a row for the labels of a topic and for its synonyms, which count a step less."""


@lru_cache(maxsize=8_192)
def key_of(topic: TopicTerms) -> tuple[str, str]:
    """The key of a topic, which follows from what it is called, and what to keep of it."""
    value = as_value(topic, 0)
    content = value.encode(errors="replace")
    return blake2b(content, digest_size=6).hexdigest(), content.decode()


def lexemes_of(key: str) -> tuple[str, ...]:
    """What a row that has a topic holds: one for its labels, one for its synonyms."""
    return tuple(sign + key for sign in _SIGNS.values())


def leading_of(key: str) -> str:
    """What a row holds besides if the topic is one that says most of the person."""
    return "~l:" + key


class TopicNames:
    """All topics that anybody has, or had since the last rebuild."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._values = dict(values)

    def topics(self, keys: Iterable[str]) -> tuple[TopicTerms, ...]:
        """Always the same objects. Who has a topic that came after these were read is not quoted with it."""
        return tuple(of_value(self._values[key])[0] for key in keys if key in self._values)

    @cached_property
    def _by_word(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """For each word of a topic's names the lexemes of the topics that have it, and where in their names."""
        words: dict[str, dict[str, tuple[int, ...]]] = {}
        for key, value in self._values.items():
            for field, found in occurrences(value).items():
                for word, places in found.items():
                    words.setdefault(word, {})[_SIGNS[field] + key] = places
        return words

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def having(self, word: str) -> Iterator[str]:
        yield from self._by_word.get(word, ())

    def beginning_with(self, prefix: str) -> Iterator[str]:
        found = (lexemes for word, lexemes in self._by_word.items() if word.startswith(prefix))
        yield from dict.fromkeys(lexeme for lexemes in found for lexeme in lexemes)

    def phrase(self, terms: Terms) -> Iterator[str]:
        """The topics in one of whose names the words stand one after the other."""
        every = [self._by_word.get(term, {}) for term in terms]
        for lexeme, starts in every[0].items():
            if any(
                all(start + distance in found.get(lexeme, ()) for distance, found in enumerate(every))
                for start in starts
            ):
                yield lexeme

    def leading(self, lexemes: Iterable[str]) -> Iterator[str]:
        """Of what a row holds of its topics, those by which the leading ones are found."""
        sign = _SIGNS["leading"]
        return (leading_of(one.removeprefix(sign)) for one in lexemes if one.startswith(sign))


class FacetValues:
    """All values that anybody has, or had since the last rebuild, by their codes."""

    def __init__(self, codes: Iterable[tuple[int, str]]) -> None:
        self._values = dict(codes)
        self._codes = {value: code for code, value in self._values.items()}

    def codes(self, values: Iterable[str]) -> list[int]:
        """Of those that are known."""
        return [self._codes[value] for value in values if value in self._codes]

    def by_facet(self, numbers: Iterable[tuple[int, int]]) -> dict[str, dict[str, int]]:
        """Numbers by code as numbers by facet and value, the highest first."""
        found: dict[str, dict[str, int]] = {}
        known = [(self._values[code], number) for code, number in numbers if code in self._values]
        for written, number in sorted(known, key=lambda one: (-one[1], one[0])):
            facet, _, value = written.partition("=")
            found.setdefault(facet, {})[value] = number
        return found


@dataclass(frozen=True, slots=True)
class Known:
    mark: str
    topics: TopicNames
    values: FacetValues
