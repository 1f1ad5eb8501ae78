"""How often something may be done, for pages, JSON and sockets alike; in memory or in Redis."""

from __future__ import annotations

import logging
import math
import time
from functools import lru_cache
from ipaddress import IPv4Address, ip_address, ip_network

from flask import Flask, current_app
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from community.config import Settings
from community.core.errors import TooMany

log = logging.getLogger(__name__)


def init_app(app: Flask, settings: Settings) -> None:
    if settings.rate_limits:
        storage = storage_from_string(
            settings.redis_url or "memory://",
            wrap_exceptions=True,
            **({"key_prefix": settings.shared_name} if settings.redis_url else {}),
        )
        app.extensions["limits"] = FixedWindowRateLimiter(storage)


@lru_cache(maxsize=256)
def parsed(limit: str) -> tuple[RateLimitItem, ...]:
    """`"5/minute; 100/day"` as items. Raises ValueError when it is not such a text."""
    return tuple(parse_many(limit))


def count(limit: str, *key: str) -> None:
    """Count one use by whoever `key` names. Raises TooMany with the seconds to wait.

    Without its storage nothing is limited: a lost Redis is logged and must not close every door.
    """
    limiter = current_app.extensions.get("limits")
    if limiter is None:
        return
    try:
        for item in parsed(limit):
            if not limiter.hit(item, *key):
                reset = limiter.get_window_stats(item, *key).reset_time
                raise TooMany(retry_after=max(1, math.ceil(reset - time.time())))
    except StorageError:
        log.exception("limits cannot be counted")


def forget(limit: str, *key: str) -> None:
    """Count anew from now on."""
    limiter = current_app.extensions.get("limits")
    if limiter is None:
        return
    try:
        for item in parsed(limit):
            limiter.clear(item, *key)
    except StorageError:
        log.exception("limits cannot be counted")


def network_of(address: str | None) -> str:
    """What is counted as one address: an IPv6 subscriber has a whole /64 to ask from."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
