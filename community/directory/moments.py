"""The moment before which somebody is to talk: what a reader may choose, and which windows hold it.

A choice is kept in addresses as a word ("today-17"), which means the same whenever it is read, or as a moment in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from community.core import clock
from community.directory.timetables import free
from community.directory.windows import TALK

IN_TWO_HOURS, TODAY, TOMORROW = "in-2-hours", "today-17", "tomorrow-12"
PRESETS = (IN_TWO_HOURS, TODAY, TOMORROW)

WINDOW = "window"
"""The facet of the index that holds each member's window."""

NOBODY = frozenset({"nobody"})
"""Asks for a window that no one has. (No windows at all would be no filter.)"""

_YEARS = range(2000, 2101)
_WRITTEN = "%Y-%m-%dT%H:%MZ"


def read_choice(choice: str, typed: str, zone: str) -> str:
    """What an address asks for: a word; a moment in UTC; or what somebody typed into a field for a local moment, in
    their own zone. Empty for anything else."""
    if choice in PRESETS:
        return choice
    if _moment(choice):
        return choice
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        return ""
    if local.tzinfo is not None or local.year not in _YEARS:
        return ""
    return local.replace(tzinfo=clock.zone(zone)).astimezone(UTC).strftime(_WRITTEN)


def deadline(choice: str, now: datetime, zone: str) -> datetime | None:
    """The moment that a choice means for a reader in this zone, in UTC; it may be over. None for no choice."""
    if choice == IN_TWO_HOURS:
        return now + timedelta(hours=2)
    if choice in (TODAY, TOMORROW):
        here = now.astimezone(clock.zone(zone))
        day, hour = (here.date(), 17) if choice == TODAY else (here.date() + timedelta(days=1), 12)
        return datetime.combine(day, time(hour), clock.zone(zone)).astimezone(UTC)
    return _moment(choice)


def is_over(before: datetime, now: datetime) -> bool:
    """Whether nobody could talk any more, however free."""
    return before < now + TALK


def holding(values: Iterable[str], now: datetime, before: datetime) -> frozenset[str]:
    """Those of the facet's values in which somebody can talk before the moment; `NOBODY` where there is none. `now` is
    a whole minute."""
    return frozenset(free(values, now, before)) or NOBODY


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.strptime(written, _WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None
