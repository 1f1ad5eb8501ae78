"""An account that is closed: from the commit on its sockets are closed, nothing opens it, and nobody finds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from socketio.exceptions import ConnectionError as TurnedAway
from sqlalchemy import select

from community.accounts import command, jobs
from community.accounts.models import Member, SignIn
from community.core.unit_of_work import unit_of_work
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import WITHIN_SECONDS, Line

Browsers = Callable[..., Browser]
Connect = Callable[..., Line]


def suspend_by_command(person: Person) -> None:
    assert command.suspend(f"@{person.handle}") == 0


def suspend_by_hand(person: Person) -> None:
    """In the database, past everything; the job of each minute sees it."""
    with unit_of_work() as session:
        session.get_one(Member, person.id).active = False
    jobs.end_sign_ins_of_the_closed()


@pytest.mark.parametrize("suspend", [suspend_by_command, suspend_by_hand])
def test_an_idle_socket_is_closed_and_its_cookie_opens_nothing(
    cast: Cast, browser: Browsers, line: Connect, origin: str, suspend: Callable[[Person], None]
) -> None:
    cookie = browser(cast.awa).cookie
    idle, omar = line(Cookie=cookie, Origin=origin), line(Cookie=browser(cast.omar).cookie, Origin=origin)
    polls = browser(cast.awa)
    assert polls.get("/settings").status_code == 200  # the premise
    suspend(cast.awa)
    assert idle.closed.wait(WITHIN_SECONDS)  # it has said nothing
    with pytest.raises(TurnedAway):
        line(Cookie=cookie, Origin=origin)
    replayed = browser().client.get("/api/v1/conversations", headers={"Cookie": cookie})
    assert replayed.status_code == 401
    assert polls.get("/settings").status_code == 302
    refused = browser().post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password})
    assert (refused.status_code, "This account is closed." in refused.text) == (422, True)
    assert omar.ask("inbox.count", {})["ok"]  # nobody else was hung up on


def test_an_idle_socket_is_closed_when_its_sign_in_has_run_out(
    app: Flask, cast: Cast, browser: Browsers, line: Connect, origin: str
) -> None:
    """It asks nothing, so that nobody tells it that it may not; it would hear on."""
    idle, used = (line(Cookie=browser(one).cookie, Origin=origin) for one in (cast.awa, cast.omar))
    with unit_of_work() as session:
        (sign_in,) = session.scalars(select(SignIn).where(SignIn.member_id == cast.awa.id))
        sign_in.last_used_at -= timedelta(days=app.extensions["settings"].session_days)
    jobs.end_unused_sign_ins()
    assert idle.closed.wait(WITHIN_SECONDS)
    assert used.ask("inbox.count", {})["ok"]


def test_whoever_is_readmitted_signs_in_anew(cast: Cast, browser: Browsers) -> None:
    old = browser(cast.awa)
    suspend_by_command(cast.awa)
    assert command.readmit(cast.awa.handle) == 0
    assert old.get("/settings").status_code == 302
    accepted = browser().post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password})
    assert accepted.status_code == 302


def test_only_who_can_sign_in_is_suspended(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.suspend("nobody-here") == 1
    assert "Nobody who can sign in has the handle nobody-here." in capsys.readouterr().err
