"""What was worked out and may be asked for again, within a bound of memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import numpy as np

Value = TypeVar("Value")
_SMALL = 200


class Kept:
    """Values by key, those unused for longest leaving first. A bound of bytes holds whatever is put in."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def remember(self, key: Hashable, build: Callable[[], Value]) -> Value:
        """The value of a key, built if it is not held. Two threads may build the same; that does no harm."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                value: Value = self._held[key][0]
                return value
        value = build()
        size = size_of(value)
        with self._lock:
            self._bytes -= self._held.pop(key, (None, 0))[1]
            if size <= self._limit:
                self._held[key] = value, size
                self._bytes += size
            while self._bytes > self._limit:
                self._bytes -= self._held.popitem(last=False)[1][1]
        return value

    def keys(self) -> list[Any]:
        with self._lock:
            return list(self._held)


def size_of(value: Any) -> int:
    """About how many bytes a value takes: its arrays count, the rest is a guess."""
    if isinstance(value, np.ndarray):
        # A view of a file that is mapped takes no memory of its own.
        return _SMALL + (value.nbytes if value.flags.owndata else 0)
    if isinstance(value, tuple | list):
        return _SMALL + sum(map(size_of, value))
    return _SMALL
