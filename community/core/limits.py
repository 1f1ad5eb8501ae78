"""How often something may be done, for pages, JSON and sockets alike; in memory or in Redis."""

from __future__ import annotations

import time
from functools import lru_cache

from flask import Flask, current_app
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from community.config import Settings
from community.core.errors import TooMany


def init_app(app: Flask, settings: Settings) -> None:
    if settings.rate_limits:
        storage = storage_from_string(settings.redis_url or "memory://")
        app.extensions["limits"] = FixedWindowRateLimiter(storage)


@lru_cache(maxsize=256)
def parsed(limit: str) -> tuple[RateLimitItem, ...]:
    """`"5/minute; 100/day"` as items. Raises ValueError when it is not such a text."""
    return tuple(parse_many(limit))


def count(limit: str, *key: str) -> None:
    """Count one use by whoever `key` names. Raises TooMany with the seconds to wait."""
    limiter = current_app.extensions.get("limits")
    if limiter is None:
        return
    for item in parsed(limit):
        if not limiter.hit(item, *key):
            reset = limiter.get_window_stats(item, *key).reset_time
            raise TooMany(retry_after=max(1, round(reset - time.time())))
