"""The outbox: facts wait here until each durable subscriber has done its part.

One row per fact, one row per subscriber still to be served; `delivery.py` serves them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import ForeignKey, Index, insert
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from community.core import clock
from community.core.db import BigId, Model
from community.core.events import Event, LiveSubscriber, Wiring, subscriber_name

log = logging.getLogger(__name__)


class OutboxEvent(Model):
    __tablename__ = "outbox_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime] = mapped_column(index=True)


class OutboxDelivery(Model):
    __tablename__ = "outbox_delivery"

    event_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("outbox_event.id", ondelete="CASCADE"), primary_key=True
    )
    subscriber: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime | None]
    """None: parked after the last attempt."""
    attempts: Mapped[int] = mapped_column(default=0)

    event: Mapped[OutboxEvent] = relationship()

    __table_args__ = (Index("ix_outbox_delivery_due_at", "due_at"),)


def wiring() -> Wiring:
    """The application's table of subscribers."""
    table: Wiring = current_app.extensions["wiring"]
    return table


def write(session: Session, events: list[Event]) -> bool:
    """Put the facts and their deliveries beside the change that they tell of. Returns whether there are any."""
    followed = [
        (event, subscribers) for event in events if (subscribers := wiring().durable.get(type(event), ()))
    ]
    if not followed:
        return False
    now = clock.now()
    ids = session.scalars(
        insert(OutboxEvent).returning(OutboxEvent.id, sort_by_parameter_order=True),
        [{"name": event.name, "payload": event.payload(), "recorded_at": now} for event, _who in followed],
    )
    deliveries = [
        {"event_id": event_id, "subscriber": subscriber_name(subscriber), "due_at": now}
        for event_id, (_event, subscribers) in zip(ids, followed, strict=True)
        for subscriber in subscribers
    ]
    session.execute(insert(OutboxDelivery), deliveries)
    return True


def tell_live(events: list[Event]) -> None:
    """Best effort: a live subscriber that fails is logged, and the client catches up by number."""
    live = wiring().live
    heard = (event for event in events if live.get(type(event)))
    for kind, of_kind in groupby(heard, key=type):
        together = list(of_kind)
        for subscriber in live[kind]:
            _tell(subscriber, together)


def _tell(subscriber: LiveSubscriber, events: Sequence[Event]) -> None:
    try:
        subscriber(events)
    except Exception:  # the change is committed; nothing here may make the door say otherwise
        log.exception("live subscriber %s failed on %s", subscriber_name(subscriber), events[0].name)
        if len(events) > 1:  # one that cannot be told must not silence the others
            for event in events:
                _tell(subscriber, [event])
