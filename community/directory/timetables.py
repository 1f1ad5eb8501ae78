"""Which of thousands of windows hold a moment: by whole numbers instead of calendars, as every page asks for several.

Where no clock changes between now and the moment, local time is UTC and a constant, and the question is a remainder.
For the zones where one does, on two days of the year, `Window` goes through the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from community.directory.windows import DAY_MINUTES, FURTHEST, TALK, Window

_zone = lru_cache(maxsize=1024)(ZoneInfo)
"""`ZoneInfo` itself keeps eight, and reads the file of the ninth each time."""

_TALK = TALK // timedelta(minutes=1)
_ALWAYS = 10**9
_FIRST_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_Hours = tuple[str, int, int, int, int]
"""Zone, minutes of notice, first minute of the day, minutes from there on, and the minute that ends the last day in
the zone's calendar, counted from 1970."""


def free(values: Iterable[str], now: datetime, before: datetime) -> Iterator[str]:
    """Those of the facet's values in which somebody can talk for `TALK` between whole minutes `now` and `before`;
    what is no window is left out."""
    until = min(before, now + FURTHEST)
    start, end = _minutes(now), _minutes(until)
    shifts: dict[str, int | None] = {}
    for value in values:
        hours = _read(value)
        if hours is None:
            continue
        zone, notice, opens, length, last = hours
        if zone not in shifts:
            shifts[zone] = _shift(zone, now, until)
        shift = shifts[zone]
        if shift is None:
            if _by_calendar(value, now, before):
                yield value
            continue
        earliest, latest = start + notice + shift, min(end + shift, last)
        since = (earliest - opens) % DAY_MINUTES
        at_once = since + _TALK <= length and earliest + _TALK <= latest
        if at_once or (length and earliest - since + DAY_MINUTES + _TALK <= latest):
            yield value


@lru_cache(maxsize=60_000)
def _read(value: str) -> _Hours | None:
    try:
        window = Window.of_value(value)
        _zone(window.zone)
    except (ValueError, ZoneInfoNotFoundError):
        return None
    never = (window.opens, window.closes) == (DAY_MINUTES, 0)
    length = 0 if never else (window.closes - window.opens) % DAY_MINUTES or _ALWAYS
    last = ((window.until - _FIRST_DAY).days + 1) * DAY_MINUTES if window.until else _ALWAYS
    return window.zone, window.notice * 60, window.opens, length, last


def _shift(name: str, now: datetime, until: datetime) -> int | None:
    """Minutes from UTC to local time; None where the clock changes meanwhile."""
    zone, moment = _zone(name), now
    shift = now.astimezone(zone).utcoffset()
    while moment < until:
        moment = min(moment + timedelta(days=1), until)
        if moment.astimezone(zone).utcoffset() != shift:
            return None
    return shift // timedelta(minutes=1) if shift is not None else None


@lru_cache(maxsize=60_000)
def _by_calendar(value: str, now: datetime, before: datetime) -> bool:
    """Remembered for the pages of this minute."""
    return Window.of_value(value).first_moment(now, before) is not None


def _minutes(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(minutes=1)
