"""What many ask of the database at the same moment, asked once for all of them.

Whoever comes first leads: it does what is asked by all who wait, a change in one unit of work, and each of them goes on
after its commit. Who comes meanwhile waits for the next one. So many wait for the writer's lock and for the disk
together; and of many threads one talks with SQLite, which gives Python's lock away a dozen times for each question.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

from flask import current_app
from sqlalchemy.orm import Session

from community.core.db import db
from community.core.errors import Busy, Refusal
from community.core.unit_of_work import unit_of_work

MOST_AT_ONCE = 64
MANY = 6
"""Fewer than these nobody waits for."""
GATHERED_WITHIN_SECONDS = 0.008

Asked = TypeVar("Asked")
Done = TypeVar("Done")

Serve = Callable[[Sequence[Asked]], Sequence[Done | Exception]]
"""Does all that is asked, in this order; for each what it became, or why it was refused."""


def in_one_unit_of_work(
    change: Callable[[Session, Sequence[Asked]], Sequence[Done | Refusal]],
) -> Serve[Asked, Done]:
    def serve(asked: Sequence[Asked]) -> Sequence[Done | Exception]:
        with unit_of_work() as session:
            return change(session, asked)

    return serve


class _Waiting(Generic[Asked, Done]):
    __slots__ = ("asked", "is_done", "outcome", "turn")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.is_done = False
        self.outcome: Done | BaseException | None = None
        self.turn = threading.Lock()  # cheaper than an Event; released once, by the one who leads
        self.turn.acquire()

    def end(self, outcome: Done | BaseException) -> None:
        self.is_done, self.outcome = True, outcome


class _Queue(Generic[Asked, Done]):
    """Of one application: its database is its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[_Waiting[Asked, Done]] = []
        self.is_led = False
        self.about = 0
        """How many were served the last time, or waited meanwhile."""
        self.ended_at = 0.0
        self.enough = 0
        self.has_enough = threading.Event()
        """Set when so many wait; whoever leads may wait for it."""

    def join(self, one: _Waiting[Asked, Done]) -> bool:
        """Whether they lead."""
        with self.lock:
            self.waiting.append(one)
            if len(self.waiting) == self.enough:
                self.has_enough.set()
            leads, self.is_led = not self.is_led, True
        return leads

    def gather(self) -> None:
        """Where many are about, who was answered a moment ago asks again at once: the next round waits for them a
        little, and is one instead of two."""
        with self.lock:
            patience = self.ended_at + GATHERED_WITHIN_SECONDS - time.monotonic()
            self.enough = min(self.about, MOST_AT_ONCE)
            if self.about < MANY or len(self.waiting) >= self.enough or patience <= 0:
                return
            self.has_enough.clear()
        self.has_enough.wait(patience)


class Together(Generic[Asked, Done]):
    """The one way to ask this; from every door, by any number of threads."""

    def __init__(self, serve: Serve[Asked, Done], *, gathers: bool = False) -> None:
        """`gathers`: each round costs much, as a commit does, so that many are waited for."""
        self._serve_all = serve
        self._gathers = gathers

    def do(self, asked: Asked) -> Done:
        """What it became. Raises the Refusal it met, or whatever went wrong for it alone."""
        queue: _Queue[Asked, Done] = current_app.extensions.setdefault(f"together-{id(self)}", _Queue())
        mine = _Waiting[Asked, Done](asked)
        if not queue.join(mine):
            if db.session.registry.has():
                db.session.rollback()  # nobody sits on a connection while they wait
            mine.turn.acquire()
        if not mine.is_done:
            self._lead(queue, mine)
        if isinstance(mine.outcome, BaseException):
            raise mine.outcome
        return cast(Done, mine.outcome)

    def _lead(self, queue: _Queue[Asked, Done], mine: _Waiting[Asked, Done]) -> None:
        """Do what waits, the oldest first, which is one's own; then the next one who waits leads.

        Who is ended meanwhile leaves to the next one what the others have asked.
        """
        batch: list[_Waiting[Asked, Done]] = [mine]
        try:
            if self._gathers:
                queue.gather()
            with queue.lock:
                batch, queue.waiting = queue.waiting[:MOST_AT_ONCE], queue.waiting[MOST_AT_ONCE:]
            self._serve(batch)
        finally:
            with queue.lock:
                left = [one for one in (*batch, *queue.waiting) if not one.is_done and one is not mine]
                queue.about, queue.ended_at = len(batch) + len(queue.waiting), time.monotonic()
                queue.waiting, queue.is_led = left, bool(left)
            for one in batch:
                if one.is_done:
                    one.turn.release()
            for one in left[:1]:
                one.turn.release()

    def _serve(self, batch: Sequence[_Waiting[Asked, Done]]) -> None:
        try:
            outcomes = self._serve_all([one.asked for one in batch])
        except Busy as busy:  # it was nobody's fault: alone, each would wait as long, one after the other
            for one in batch:
                one.end(busy)
        except Exception as fault:  # noqa: BLE001 - handed to whoever asked for what failed
            db.session.rollback()
            if len(batch) > 1:  # what fails for one must not fail for the others
                for one in batch:
                    self._serve([one])
            else:
                batch[0].end(fault)
        else:
            for one, outcome in zip(batch, outcomes, strict=True):
                one.end(outcome)
