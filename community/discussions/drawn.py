"""Threads as HTML, kept in memory while nothing in them changes.

What is kept is the same for all readers of one language and time zone; what only one reader sees (forms, replies
that wait for a moderator) is never in it. A version in the key makes forgetting unnecessary: old entries fall out
because nobody asks for them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup


class DrawnThreads:
    """Least recently used first out, at most `limit` characters of HTML in all."""

    def __init__(self, limit: int = 24_000_000) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, draw: Callable[[], Markup]) -> Markup:
        """What is kept under `key`, else what `draw` makes. Two readers may draw the same at once; one is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        html = draw()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = html
                self._size += len(html)
            while self._size > self._limit:
                _key, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return html
