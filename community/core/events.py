"""Facts that happened, and the table of who follows them.

An action calls `record(session, fact)`. The unit of work writes the fact to the outbox in the same
transaction as the change; what follows is told in `community/wiring.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from sqlalchemy.orm import Session

_RECORDED = "recorded_events"
_KEPT = "kept"
FOR_THE_LIVING = {_KEPT: False}
"""Metadata of a field that no payload has: what live subscribers would have to read again just after it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all facts: ids and plain values only, because a fact is kept as JSON and read later."""

    known: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        if "name" in cls.__annotations__:
            raise TypeError(f"{cls.__name__}.name would hide the name of the event")
        # dataclass(slots=True) makes the class twice; the second, finished one stays.
        Event.known[cls.__name__] = cls

    @property
    def name(self) -> str:
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.metadata.get(_KEPT, True)}

    @staticmethod
    def from_payload(name: str, payload: dict[str, Any]) -> Event:
        """The fact that was written as `name` and `payload`. Raises KeyError for an unknown name."""
        return Event.known[name](**payload)


LiveSubscriber = Callable[[Sequence[Any]], None]
"""Told after commit, best effort, in the process that committed, of facts of one kind: emits over Socket.IO."""

DurableSubscriber = Callable[[Sequence[Any]], None]
"""Run from the outbox with a batch of facts, at least once, outside of any transaction; must be idempotent."""


class Wiring:
    """event type -> live and durable subscribers."""

    def __init__(self) -> None:
        self.live: dict[type[Event], tuple[LiveSubscriber, ...]] = {}
        self.durable: dict[type[Event], tuple[DurableSubscriber, ...]] = {}

    def after(
        self,
        event: type[Event],
        *,
        live: tuple[LiveSubscriber, ...] = (),
        durable: tuple[DurableSubscriber, ...] = (),
    ) -> None:
        """What follows `event`. Raises ValueError for an event that has its line in the table already."""
        if event in self.live:
            raise ValueError(f"{event.__name__} has two lines in the wiring: make them one")
        self.live[event] = live
        self.durable[event] = durable


def record(session: Session, event: Event) -> None:
    """Note that `event` happened in the running unit of work."""
    session.info.setdefault(_RECORDED, []).append(event)


def take_recorded(session: Session) -> list[Event]:
    """The facts recorded so far, taken out."""
    recorded: list[Event] = session.info.pop(_RECORDED, [])
    return recorded


def subscriber_name(subscriber: Callable[..., None]) -> str:
    """A name that survives a restart: module and function."""
    return f"{subscriber.__module__}:{subscriber.__qualname__}"
