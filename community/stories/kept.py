"""What is made for a page, kept in memory while nothing in it changes.

Keys carry versions, so nothing has to be forgotten: an old entry falls out because nobody asks for it. What is kept
is the same for every reader of a language; what only one reader sees is never in it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Least recently used first out, at most `limit` in all, measured by `size`."""

    def __init__(self, limit: int, size: Callable[[Value], int] = lambda value: 1) -> None:
        self._limit = limit
        self._size_of = size
        self._size = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Value | None:
        """What is kept under `key`, if anything."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep `value`, and let go what has not been asked for the longest."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._size += self._size_of(value)
            while self._size > self._limit:
                self._size -= self._size_of(self._kept.popitem(last=False)[1])
        return value

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept under `key`, else what `make` makes. Two readers may make the same at once; one is kept."""
        found = self.find(key)
        return self.keep(key, make()) if found is None else found
