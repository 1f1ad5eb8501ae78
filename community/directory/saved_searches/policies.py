"""When an alert is asked: facts in, decision out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from community.core import clock

MORNING = time(7)
"""By the owner's clock."""


def next_morning(now: datetime, zone_name: str | None) -> datetime:
    """The first morning after `now` in this zone, in UTC."""
    zone = clock.zone(zone_name)
    here = now.astimezone(zone)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)
