"""When somebody can talk, compared with somebody slow who looks at their clock every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from community.directory.timetables import free
from community.directory.windows import TALK, Window

ZONES = (
    "Africa/Nairobi",
    "Africa/Cairo",  # from 24:00 back to 23:00, forward at midnight
    "Africa/Casablanca",
    "America/Havana",  # at midnight and at one o'clock
    "America/Santiago",
    "Asia/Kathmandu",  # a quarter past the hour
    "Asia/Shanghai",
    "Atlantic/Azores",
    "Australia/Lord_Howe",  # half an hour
    "Europe/Paris",
    "Pacific/Chatham",
    "UTC",
)


def slowly(window: Window, now: datetime, before: datetime) -> datetime | None:
    """Every minute from now on: is the notice over, and is it open for a talk that ends in time?"""
    zone = ZoneInfo(window.zone)

    def is_open(moment: datetime) -> bool:
        local = moment.astimezone(zone)
        if window.until and local.date() > window.until:
            return False
        minute = local.hour * 60 + local.minute
        if window.opens < window.closes:
            return window.opens <= minute < window.closes
        return window.opens == window.closes or minute >= window.opens or minute < window.closes

    moment = now.replace(second=0, microsecond=0)
    in_a_row = timedelta()
    while moment < before:
        late_enough = moment >= now + timedelta(hours=window.notice)
        in_a_row = in_a_row + timedelta(minutes=1) if late_enough and is_open(moment) else timedelta()
        moment += timedelta(minutes=1)
        if in_a_row >= TALK:
            return moment - TALK
    return None


quarters = some.integers(0, 96).map(lambda quarter: quarter * 15)
moments = some.integers(0, 6 * 366 * 24 * 60).map(
    lambda one: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=one)
)
changes_of_the_clock = some.sampled_from(
    [
        datetime(2026, 3, 29, tzinfo=UTC),
        datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2026, 4, 23, 20, tzinfo=UTC),
        datetime(2026, 10, 29, 18, tzinfo=UTC),
        datetime(2026, 3, 8, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 4, 4, 12, tzinfo=UTC),
        datetime(2026, 10, 3, 12, tzinfo=UTC),
        datetime(2026, 9, 5, 20, tzinfo=UTC),
    ]
).flatmap(lambda day: some.integers(0, 30 * 60).map(lambda minutes: day + timedelta(minutes=minutes)))


@settings(max_examples=400, deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    notice=some.sampled_from([0, 0, 1, 2, 24, 48]),
    opens=quarters,
    closes=quarters,
    days=some.none() | some.integers(-1, 3),
    now=moments | changes_of_the_clock,
    minutes=some.integers(-30, 60 * 60),
)
@example("Africa/Cairo", 0, 22 * 60, 60, None, datetime(2026, 10, 29, 20, 7, tzinfo=UTC), 6 * 60)
@example("Africa/Cairo", 0, 0, 30, None, datetime(2026, 4, 23, 20, 7, tzinfo=UTC), 36 * 60)
@example("Europe/Paris", 1, 120, 180, None, datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 20 * 60)
@example("Europe/Paris", 0, 135, 165, None, datetime(2026, 10, 25, 0, 40, tzinfo=UTC), 3 * 60)
def test_it_agrees_with_looking_at_the_clock_every_minute(
    zone: str, notice: int, opens: int, closes: int, days: int | None, now: datetime, minutes: int
) -> None:
    until = None if days is None else now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    window = Window(zone, notice, opens, closes, until)
    before = now + timedelta(minutes=minutes)
    found = slowly(window, now, before)
    assert window.first_moment(now, before) == found
    assert list(free([window.value, "Mars/Olympus|0|0900-1700|"], now, before)) == (
        [window.value] if found else []
    )


@given(
    zone=some.sampled_from(ZONES),
    notice=some.integers(0, 500),
    opens=quarters,
    closes=quarters,
    until=some.none() | some.dates(),
)
def test_it_travels_as_a_value_and_comes_back(
    zone: str, notice: int, opens: int, closes: int, until: date | None
) -> None:
    window = Window(zone, notice, opens, closes, until)
    assert Window.of_value(window.value) == window


@pytest.mark.parametrize(
    "value", ["", "UTC", "UTC|x|0900-1700|", "UTC|1|9-17|", "UTC|0|0910-1700|", "UTC|0|0900-2500|"]
)
def test_what_is_no_window_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        Window.of_value(value)


def test_a_window_of_weeks_ahead_is_found_in_the_first_month_only() -> None:
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    month, two = Window("Africa/Dakar", 30 * 24, 0, 0), Window("Africa/Dakar", 31 * 24, 0, 0)
    for before in (now + timedelta(days=60), datetime(2100, 1, 1, tzinfo=UTC)):
        assert list(free([month.value, two.value], now, before)) == [month.value]
        assert two.first_moment(now, before) is None


def test_before_five_in_nairobi() -> None:
    """Amina asks at three; Awa in Dakar wants two hours of notice, José in Quito is up at nine: both too late."""
    now, before = datetime(2026, 11, 25, 12, 0, tzinfo=UTC), datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert Window("Africa/Dakar", 2, 9 * 60, 18 * 60).first_moment(now, before) is None
    assert Window("America/Guayaquil", 0, 9 * 60, 17 * 60).first_moment(now, before) is None
    free = Window("Africa/Johannesburg", 1, 8 * 60, 17 * 60).first_moment(now, before)
    assert free == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
