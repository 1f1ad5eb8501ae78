"""Who is here at this moment: kept in memory, or in Redis for several processes, for a short while and nowhere else.

A line says "here" again and again; what it said last runs out by itself, so that a process that is killed takes nobody
with it who stays. Who may know of it is for features to decide, each time it is asked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from typing import Any, Protocol

from flask import Flask, current_app
from redis import Redis, RedisError

from community.config import Settings

log = logging.getLogger(__name__)

LASTS_SECONDS = 100
"""A page says it every 45 seconds: one that is lost on its way does no harm."""


class Presence(Protocol):
    """Members by id; a line is one open socket of theirs."""

    now: Callable[[], float]

    def come(self, member_id: int, line: str) -> None: ...

    def go(self, member_id: int, line: str) -> None: ...

    def here(self, member_ids: Collection[int]) -> set[int]:
        """Those of whom a line has said so not long ago."""
        ...


class OwnPresence:
    """Of the one process that there is."""

    def __init__(self) -> None:
        self.now: Callable[[], float] = time.monotonic
        self._until: dict[int, dict[str, float]] = {}
        self._lock = threading.Lock()

    def come(self, member_id: int, line: str) -> None:
        with self._lock:
            self._until.setdefault(member_id, {})[line] = self.now() + LASTS_SECONDS
            self._forget_old()

    def go(self, member_id: int, line: str) -> None:
        with self._lock:
            self._until.get(member_id, {}).pop(line, None)

    def here(self, member_ids: Collection[int]) -> set[int]:
        now = self.now()
        with self._lock:
            return {one for one in member_ids if any(end > now for end in self._until.get(one, {}).values())}

    def _forget_old(self) -> None:
        now = self.now()
        for member_id, lines in list(self._until.items()):
            for line in [line for line, end in lines.items() if end <= now]:
                del lines[line]
            if not lines:
                del self._until[member_id]


class SharedPresence:
    """Of all processes, in Redis: a sorted set for each member, lines by when they run out. Without Redis nobody is
    here."""

    def __init__(self, redis: Any, name: str) -> None:
        self.now: Callable[[], float] = time.time
        self._redis, self._name = redis, name

    def come(self, member_id: int, line: str) -> None:
        key = self._key(member_id)
        self._tell(lambda pipe: pipe.zadd(key, {line: self.now() + LASTS_SECONDS}).expire(key, LASTS_SECONDS))

    def go(self, member_id: int, line: str) -> None:
        self._tell(lambda pipe: pipe.zrem(self._key(member_id), line))

    def here(self, member_ids: Collection[int]) -> set[int]:
        if not member_ids:
            return set()
        ids, now = list(member_ids), self.now()

        def count(pipe: Any) -> None:
            for one in ids:
                pipe.zcount(self._key(one), now, "+inf")

        return {one for one, lines in zip(ids, self._tell(count), strict=False) if lines}

    def _key(self, member_id: int) -> str:
        return f"{self._name}:here:{member_id}"

    def _tell(self, say: Callable[[Any], Any]) -> list[Any]:
        try:
            pipe = self._redis.pipeline(transaction=False)
            say(pipe)
            return list(pipe.execute())
        except RedisError:
            log.exception("presence cannot be kept")
            return []


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["presence"] = (
        SharedPresence(Redis.from_url(settings.redis_url), settings.shared_name)
        if settings.redis_url
        else OwnPresence()
    )


def presence() -> Presence:
    """The application's."""
    found: Presence = current_app.extensions["presence"]
    return found
