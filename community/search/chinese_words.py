"""The words of running Chinese, by jieba, with its dictionary in a tenth of the memory."""

import logging
import warnings
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import Any

from community.search.analysis import is_han, simplified


class Frequencies:
    """What jieba asks of its dictionary: how often a word is, 0 for what only begins one. Of 350,000 words and their
    beginnings a Python dictionary takes 75 MB, in each process; these are one sorted text, in which they are found by
    halving."""

    def __init__(self, often: dict[bytes, int]) -> None:
        listed = sorted(often)
        self._letters = b"".join(listed)
        self._ends = array("I", accumulate(map(len, listed), initial=0))
        self._often = array("I", map(often.__getitem__, listed))

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> "Frequencies":
        """From lines of a word, how often it is, and what kind of word."""
        return cls({word: int(often) for word, often, *_ in map(bytes.split, lines)})

    @property
    def total(self) -> int:
        return sum(self._often)

    def _word(self, place: int) -> bytes:
        return self._letters[self._ends[place] : self._ends[place + 1]]

    def _found(self, word: str) -> tuple[int, bytes, bytes]:
        """The first place that is not before a word, what stands there, and the word as it would stand there."""
        sought = word.encode(errors="replace")
        place = bisect_left(range(len(self._often)), sought, key=self._word)
        return place, self._word(place) if place < len(self._often) else b"", sought

    def __contains__(self, beginning: str) -> bool:
        _, there, sought = self._found(beginning)
        return there.startswith(sought)

    def __getitem__(self, word: str) -> int:
        place, there, sought = self._found(word)
        return self._often[place] if there == sought else 0

    def get(self, word: str) -> int:
        return self[word]


@cache
def _segmenter() -> Any:
    """jieba, loaded when first needed (half a second). The cache that it would read and unmarshal lies in a folder that
    all users of the machine may write to; given its dictionary it looks for none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has old escapes
        import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as lines:
        tokenizer.FREQ = Frequencies.read(lines)
    tokenizer.total = tokenizer.FREQ.total
    tokenizer.initialized = True
    return tokenizer


def segment(run: str) -> list[str]:
    """The words of a Han run, simplified."""
    return [word for word in _segmenter().cut(simplified(run)) if is_han(word)]
