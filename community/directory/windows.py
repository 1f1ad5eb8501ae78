"""When somebody can talk: the hours that a member gives to journalists, and whether they hold a moment in time.

A window travels through the search index as the value of a facet, so that the index never says who is free *now*:
that is worked out from the windows when somebody asks. Correct over changes of the clock in the member's zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from community.profiles.models import Availability
from community.profiles.seen import Glance

TALK = timedelta(minutes=15)
"""The shortest talk worth asking for."""

FURTHEST = timedelta(days=31)
"""Nobody plans a talk by hours beyond that, and each day in between costs time."""

DAY_MINUTES = 24 * 60
_STEP = timedelta(minutes=15)

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Window:
    """Every day from `opens` to `closes` (minutes of the day in `zone`), asked `notice` hours before, until a last day.

    Hours may go over midnight ("20:00 to 02:00"); the same minute twice means all day. Minutes are multiples of
    fifteen, as the offsets of zones are. Raises ValueError for others.
    """

    zone: str
    notice: int = 0
    opens: int = 0
    closes: int = 0
    until: date | None = None

    def __post_init__(self) -> None:
        fits = all(0 <= one <= DAY_MINUTES and one % 15 == 0 for one in (self.opens, self.closes))
        if not fits or self.notice < 0:
            raise ValueError(f"no such hours: {self}")

    @property
    def value(self) -> str:
        """As a value of the facet: "Africa/Nairobi|2|0900-1700|2026-12-31"."""
        hours = "-".join(f"{one // 60:02}{one % 60:02}" for one in (self.opens, self.closes))
        return f"{self.zone}|{self.notice}|{hours}|{self.until or ''}"

    @classmethod
    def of_value(cls, value: str) -> Self:
        """Raises ValueError for what is no window."""
        zone, notice, hours, until = value.split("|")
        opens, closes = (int(one[:2]) * 60 + int(one[2:]) for one in hours.split("-"))
        return cls(zone, int(notice), opens, closes, date.fromisoformat(until) if until else None)

    def first_moment(self, now: datetime, before: datetime) -> datetime | None:
        """The first minute from which they can talk for `TALK` before `before`, in UTC; None if there is none."""
        earliest = whole_minute(now.astimezone(UTC) + timedelta(hours=self.notice))
        latest = min(before.astimezone(UTC), now.astimezone(UTC) + FURTHEST)
        if earliest + TALK > latest:
            return None
        for opens, closes in self._stretches(earliest, latest):
            begins = max(opens, earliest)
            if begins + TALK <= min(closes, latest):
                return begins
        return None

    def _stretches(self, earliest: datetime, latest: datetime) -> Iterator[Stretch]:
        """When it is open on the days that these two moments touch, one after the other."""
        zone = ZoneInfo(self.zone)
        day, last = earliest.astimezone(zone).date(), latest.astimezone(zone).date()
        if self.until is not None:
            last = min(last, self.until)
        open_since: Stretch | None = None
        while day <= last:
            for opens, closes in _of_day(self.zone, day, self.opens, self.closes):
                if open_since and open_since[1] == opens:
                    open_since = (
                        open_since[0],
                        closes,
                    )  # midnight, or a change of the clock, interrupts nobody
                else:
                    if open_since:
                        yield open_since
                    open_since = (opens, closes)
            day += timedelta(days=1)
        if open_since:
            yield open_since


def window_of(person: Glance) -> Window | None:
    """When this person can talk, as far as the reader may know; None also for who is not available at all."""
    if person.window is None or person.availability == Availability.CLOSED:
        return None
    return Window(
        zone=person.window.time_zone,
        notice=person.window.notice_hours or 0,
        opens=person.window.speaks_from * 60,
        closes=person.window.speaks_until * 60,
        until=person.window.available_until,
    )


def talks_from(person: Glance, now: datetime, before: datetime) -> datetime | None:
    """The first moment at which they can talk, notice included; None where that is not before this one, or where
    whoever reads may not know their hours."""
    window = window_of(person)
    return window.first_moment(now, before) if window else None


@lru_cache(maxsize=20_000)
def _of_day(zone: str, day: date, opens: int, closes: int) -> tuple[Stretch, ...]:
    """The stretches of one day of the zone's calendar, in UTC and in order."""
    pieces: tuple[tuple[int, int], ...]
    if opens < closes:
        pieces = ((opens, closes),)
    elif closes < opens:
        pieces = ((0, closes), (opens, DAY_MINUTES))
    else:
        pieces = ((0, DAY_MINUTES),)
    begins, ends = _moment(zone, day, 0), _moment(zone, day, DAY_MINUTES)
    if ends - begins == timedelta(days=1):
        return tuple(
            (begins + timedelta(minutes=a), begins + timedelta(minutes=b)) for a, b in pieces if a < b
        )
    return tuple(_stepwise(ZoneInfo(zone), begins, ends, pieces))


def _stepwise(
    zone: ZoneInfo, begins: datetime, ends: datetime, pieces: tuple[tuple[int, int], ...]
) -> Iterator[Stretch]:
    """On a day on which the clock is changed, an hour may come twice or not at all: look at every quarter of one."""
    moment = begins
    while moment < ends:
        local = moment.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if any(a <= minute < b for a, b in pieces):
            yield moment, moment + _STEP
        moment += _STEP


def _moment(zone: str, day: date, minute: int) -> datetime:
    """That minute of the day, in UTC."""
    day, minute = (day + timedelta(days=1), 0) if minute == DAY_MINUTES else (day, minute)
    local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone))
    return local.astimezone(UTC)


def whole_minute(moment: datetime) -> datetime:
    """This minute if it has just begun, else the next."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)
