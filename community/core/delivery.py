"""Serving the outbox: each fact to each durable subscriber, at least once, oldest first, in batches.

A worker claims deliveries before it runs them, so that two workers never run the same one at once; the claim
of a worker that died runs out by itself. A subscriber runs outside of any transaction: it may take its time
(mail, the search index) without holding SQLite's one write lock.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from community.core import clock
from community.core.db import db
from community.core.events import DurableSubscriber, Event, subscriber_name
from community.core.outbox import OutboxDelivery, OutboxEvent, wiring
from community.core.unit_of_work import unit_of_work

log = logging.getLogger(__name__)

BATCH = 100
CLAIM = timedelta(seconds=120)
FIRST_RETRY = timedelta(seconds=2)
LAST_ATTEMPT = 12
"""2 s, 4 s, 8 s … about 2 h 15 min in all; then the delivery is parked for the operator to see."""


@dataclass(frozen=True, slots=True)
class _Batch:
    subscriber: str
    event_ids: tuple[int, ...]
    written: tuple[tuple[str, dict[str, Any]], ...]
    """Name and payload of each fact."""


def deliver_all_due() -> None:
    """Serve what is due until there is nothing."""
    while deliver_due():
        pass


def deliver_due() -> int:
    """Serve one batch of what is due. Returns how many deliveries were tried; 0 means there was nothing."""
    batch = _claim_batch()
    if batch is None:
        return 0
    try:
        facts = [Event.from_payload(name, payload) for name, payload in batch.written]
        _subscribers()[batch.subscriber](facts)
    except Exception:  # whatever a subscriber raises, the others go on and this one is tried again
        log.exception(
            "%s failed on %d facts from outbox event %s",
            batch.subscriber,
            len(batch.event_ids),
            batch.event_ids[0],
        )
        _put_back(batch)
    else:
        _finish(batch)
    return len(batch.event_ids)


def prune(older_than: timedelta = timedelta(days=7)) -> None:
    """Forget facts that everybody has been told of."""
    with unit_of_work() as session:
        session.execute(
            delete(OutboxEvent).where(
                OutboxEvent.recorded_at < clock.now() - older_than,
                OutboxEvent.id.not_in(select(OutboxDelivery.event_id)),
            )
        )


def _subscribers() -> dict[str, DurableSubscriber]:
    return {subscriber_name(one): one for group in wiring().durable.values() for one in group}


def _claim_batch() -> _Batch | None:
    # A quiet look first: the usual answer is "nothing", and that must not take the write lock.
    due = OutboxDelivery.due_at <= clock.now()
    oldest = select(OutboxDelivery.subscriber).where(due).order_by(OutboxDelivery.event_id).limit(1)
    subscriber = db.session.scalar(oldest)
    db.session.rollback()
    if subscriber is None:
        return None
    with unit_of_work() as session:
        deliveries = session.scalars(
            select(OutboxDelivery)
            .where(due, OutboxDelivery.subscriber == subscriber)
            .order_by(OutboxDelivery.event_id)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=OutboxDelivery)
            .options(joinedload(OutboxDelivery.event, innerjoin=True))
        ).all()
        if any(one.attempts for one in deliveries):
            deliveries = deliveries[:1]  # something in here fails: find out which, one at a time
        for one in deliveries:
            one.due_at = clock.now() + CLAIM
            one.attempts += 1
        written = tuple((one.event.name, dict(one.event.payload)) for one in deliveries)
    return _Batch(subscriber, tuple(one.event_id for one in deliveries), written) if written else None


def _finish(batch: _Batch) -> None:
    with unit_of_work() as session:
        session.execute(
            delete(OutboxDelivery).where(
                OutboxDelivery.subscriber == batch.subscriber, OutboxDelivery.event_id.in_(batch.event_ids)
            )
        )


def _put_back(batch: _Batch) -> None:
    db.session.rollback()  # the subscriber may have left its reads open
    with unit_of_work() as session:
        for event_id in batch.event_ids:
            delivery = session.get(OutboxDelivery, (event_id, batch.subscriber), populate_existing=True)
            if delivery is None:
                continue  # our claim ran out, and somebody else has done it
            wait = FIRST_RETRY * 2 ** (delivery.attempts - 1)
            delivery.due_at = None if delivery.attempts >= LAST_ATTEMPT else clock.now() + wait
