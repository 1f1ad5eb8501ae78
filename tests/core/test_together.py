"""Who comes at the same moment is served in one transaction, and answered each for themselves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from gevent import GreenletExit
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Busy, NotFound, Refusal
from community.core.together import MANY, Together, in_one_unit_of_work
from tests.cast import Cast

WITHIN_SECONDS = 10
Rename = tuple[int, str]


class Renaming:
    """Renames members. The first round goes on when it is let go, so that the others gather meanwhile."""

    def __init__(self) -> None:
        self.rounds: list[list[str]] = []
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, session: Session, asked: Sequence[Rename]) -> list[str | Refusal]:
        self.rounds.append([name for _, name in asked])
        if not self.begun.is_set():
            self.begun.set()
            assert self.let_go.wait(WITHIN_SECONDS)
        outcomes: list[str | Refusal] = []
        for member_id, name in asked:
            if name == "refused":
                outcomes.append(NotFound())
            else:
                session.get_one(Member, member_id, populate_existing=True).display_name = name
                outcomes.append(f"now {name}")
        if any(name == "fault" for _, name in asked):
            raise ZeroDivisionError
        if any(name == "too late" for _, name in asked):
            raise Busy
        if any(name == "ended" for _, name in asked):
            raise GreenletExit
        return outcomes


def ask_at_once(app: Flask, renaming: Renaming, *asked: Rename) -> list[Future[str]]:
    """The first one leads; the others wait before it goes on."""
    together = Together[Rename, str](in_one_unit_of_work(renaming))

    def do(one: Rename) -> str:
        with app.app_context():
            try:
                return together.do(one)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(asked)) as pool:
        futures = [pool.submit(do, asked[0])]
        assert renaming.begun.wait(WITHIN_SECONDS)
        futures += [pool.submit(do, one) for one in asked[1:]]
        (queue,) = (one for name, one in app.extensions.items() if name == f"together-{id(together)}")
        wait_until(lambda: len(queue.waiting) == len(asked) - 1)
        renaming.let_go.set()
    return futures


def wait_until(true: Callable[[], Any]) -> None:
    turn = threading.Event()
    for _ in range(WITHIN_SECONDS * 200):
        if true():
            return
        turn.wait(0.005)
    raise AssertionError("it did not come to that")


def test_all_who_wait_are_served_in_one_round(app: Flask, cast: Cast, session: Session) -> None:
    renaming = Renaming()
    people = [cast.awa.id, cast.amina.id, cast.omar.id, cast.zhang_wei.id]
    futures = ask_at_once(app, renaming, *((id, f"Name {id}") for id in people))
    assert [one.result() for one in futures] == [f"now Name {id}" for id in people]
    assert [len(one) for one in renaming.rounds] == [1, 3]
    session.rollback()
    assert [session.get_one(Member, id).display_name for id in people] == [f"Name {id}" for id in people]


@pytest.mark.parametrize(
    ("wrong", "raised", "rounds"), [("refused", NotFound, 2), ("fault", ZeroDivisionError, 5)]
)
def test_what_goes_wrong_for_one_is_its_own(
    app: Flask, cast: Cast, session: Session, wrong: str, raised: type[Exception], rounds: int
) -> None:
    renaming = Renaming()
    awa, amina, omar, zhang = cast.awa.id, cast.amina.id, cast.omar.id, cast.zhang_wei.id
    before = session.get_one(Member, omar).display_name
    first, second, third, last = ask_at_once(
        app, renaming, (awa, "One"), (amina, "Two"), (omar, wrong), (zhang, "Four")
    )
    assert [one.result() for one in (first, second, last)] == ["now One", "now Two", "now Four"]
    with pytest.raises(raised):
        third.result()
    assert len(renaming.rounds) == rounds
    session.rollback()
    names = [session.get_one(Member, id, populate_existing=True).display_name for id in (amina, omar, zhang)]
    assert names == ["Two", before, "Four"]


def test_where_all_waited_in_vain_nobody_waits_again(app: Flask, cast: Cast) -> None:
    renaming = Renaming()
    first, *others = ask_at_once(
        app, renaming, (cast.awa.id, "One"), (cast.amina.id, "too late"), (cast.omar.id, "Three")
    )
    assert first.result() == "now One"
    assert [type(one.exception()) for one in others] == [Busy, Busy]
    assert len(renaming.rounds) == 2


def test_who_is_ended_while_they_lead_leaves_the_others_to_the_next(
    app: Flask, cast: Cast, session: Session
) -> None:
    renaming = Renaming()
    people = [cast.awa.id, cast.amina.id, cast.omar.id, cast.zhang_wei.id]
    first, ended, *others = ask_at_once(
        app, renaming, *zip(people, ("One", "ended", "Three", "Four"), strict=True)
    )
    assert isinstance(ended.exception(), GreenletExit)
    assert [one.result() for one in (first, *others)] == ["now One", "now Three", "now Four"]
    assert [len(one) for one in renaming.rounds] == [1, 3, 2]
    session.rollback()
    names = [session.get_one(Member, id).display_name for id in people]
    assert names == ["One", cast.amina.name, "Three", "Four"]


def rounds_where(app: Flask, about: int, *, asking: int) -> list[int]:
    """Sizes of the rounds, when a moment ago `about` were about, and this moment lasts until as many are there."""
    sizes: list[int] = []

    def serve(asked: Sequence[int]) -> Sequence[int]:
        sizes.append(len(asked))
        return asked

    together = Together[int, int](serve, gathers=True)

    def do(number: int) -> int:
        with app.app_context():
            return together.do(number)

    with app.app_context():
        assert together.do(0) == 0
    (queue,) = (one for name, one in app.extensions.items() if name == f"together-{id(together)}")
    queue.about, queue.ended_at = about, time.monotonic() + 3600
    with ThreadPoolExecutor(asking) as pool:
        assert sorted(pool.map(do, range(asking))) == list(range(asking))
    return sizes[1:]


def test_where_many_were_about_they_are_waited_for(app: Flask) -> None:
    assert rounds_where(app, 8, asking=8) == [8]


def test_where_few_were_about_nobody_is_waited_for(app: Flask) -> None:
    assert rounds_where(app, MANY - 1, asking=1) == [1]


def test_who_does_not_come_is_waited_for_a_moment_only(app: Flask) -> None:
    served: list[int] = []
    together = Together[int, int](lambda asked: [served.append(one) or one for one in asked], gathers=True)
    with app.app_context():
        together.do(1)
        (queue,) = (one for name, one in app.extensions.items() if name == f"together-{id(together)}")
        queue.about, queue.ended_at = 64, time.monotonic()
        assert together.do(2) == 2
    assert served == [1, 2]
