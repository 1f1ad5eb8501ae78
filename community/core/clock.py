"""The time, in one place, so that tests and imports can say when something happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def grown(moment: datetime | None) -> datetime:
    """The present moment, or just after `moment` when the clock went back: what is told apart by it always grows."""
    present = now()
    return present if moment is None else max(present, moment + timedelta(microseconds=1))


def zone(name: str | None) -> ZoneInfo:
    """The time zone of this name; UTC where there is none, or no such zone."""
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


@cache
def zone_names() -> frozenset[str]:
    """Every time zone of the tz database on this machine: found by walking through its folders, so only once."""
    return frozenset(available_timezones())


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """The zones that a person chooses from, named after places, with their names as they are read."""
    offered = sorted(name for name in zone_names() if "/" in name or name == "UTC")
    return tuple((name, name.replace("_", " ")) for name in offered)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
