"""The time, in one place, so that tests and imports can say when something happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
