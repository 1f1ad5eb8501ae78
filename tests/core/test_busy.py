"""Others write for longer than anybody should wait: whoever comes is told so, and when to try again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from community.accounts.models import Member
from community.core import db as database
from community.core.db import WRITE, db
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import talk_between

Browsers = Callable[..., Browser]


@pytest.fixture
def held(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """When called: another process writes, to everybody's rows, and who waits for it waits for a moment only."""
    people = [cast.awa.id, cast.amina.id]
    with ExitStack() as stack:

        def hold() -> None:
            monkeypatch.setattr(database, "BUSY_MS", 50)
            _connect_anew()
            other = stack.enter_context(db.engine.connect().execution_options(**{WRITE: True}))
            stack.enter_context(other.begin())
            other.execute(select(Member.id).where(Member.id.in_(people)).with_for_update())

        yield hold
    monkeypatch.undo()
    _connect_anew()


def _connect_anew() -> None:
    db.session.remove()
    db.engine.dispose()


def save_name(browser: Browser, name: str) -> TestResponse:
    return browser.post("/settings", {"display_name": name, "locale": "", "time_zone": "Africa/Dakar"})


def name_of(person: Person) -> str:
    db.session.rollback()
    return db.session.get_one(Member, person.id, populate_existing=True).display_name


def test_a_form_is_answered_with_when_to_try_again(
    cast: Cast, browser: Browsers, held: Callable[[], None]
) -> None:
    awa = browser(cast.awa)
    assert save_name(awa, "Awa Ndiaye-Diop").status_code == 302  # the premise
    held()
    answer = save_name(awa, "Never")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing of yours was half-saved" in answer.text
    assert name_of(cast.awa) == "Awa Ndiaye-Diop"


def test_a_program_and_a_socket_are_answered_in_their_own_ways(
    cast: Cast, browser: Browsers, socket: Callable[[Person], Line], held: Callable[[], None]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    line, program = socket(cast.amina), browser(cast.amina)
    held()
    told = line.ask("message.send", conversation=talk, body="Now?", client_id="amina-busy")
    assert (told["error"]["status"], told["error"]["retry_after"]) == (503, 5)
    answer = program.json("PUT", f"/api/v1/people/{cast.awa.handle}/follow")
    assert (answer.status_code, answer.json["code"]) == (503, "busy")
