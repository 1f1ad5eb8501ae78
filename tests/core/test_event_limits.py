"""Each event is limited for each member, and the acknowledgement says when to try again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from community.accounts.actions import start_sign_in
from community.app import SOCKETS
from community.config import Settings
from community.core import limits
from community.core.actor import Actor
from community.core.errors import NotFound, Refusal
from community.core.socket_doors import DOORS, Frame, GatheringDoor
from community.core.unit_of_work import unit_of_work
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import talk_between

assert SOCKETS  # importing them declares the events


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions.pop("limits", None)
    limits.init_app(app, settings.model_copy(update={"rate_limits": True}))
    monkeypatch.setitem(app.extensions, "limits", app.extensions.pop("limits"))


def test_every_event_says_when_to_try_again(
    limited: None, cast: Cast, socket: Callable[[Person], Line]
) -> None:
    awa, omar = socket(cast.awa), socket(cast.omar)
    for event, door in DOORS.items():
        for item in limits.parsed(door.limit):
            for _ in range(item.amount):
                limits.count(door.limit, "socket", event, str(cast.awa.id))
        refused = awa.ask(event, {})["error"]
        assert (refused["status"], refused["code"]) == (429, "too_many"), event
        assert 1 <= refused["retry_after"] <= 60, event
        assert refused["message"]
        assert omar.ask(event, {}).get("error", {}).get("status") != 429  # it is of a member, not of all
        limits.forget(door.limit, "socket", event, str(cast.awa.id))


def test_messages_are_counted_alike_by_every_door(
    limited: None, cast: Cast, socket: Callable[[Person], Line], browser: Callable[..., Browser]
) -> None:
    talk = talk_between(cast.awa, cast.omar)
    awa, page, door = socket(cast.awa), browser(cast.awa), DOORS["message.send"]
    words = {"body": "One.", "client_id": "client-0001"}
    (item,) = limits.parsed(door.limit)
    for _ in range(item.amount - 2):
        limits.count(door.limit, "socket", door.event, str(cast.awa.id))
    assert awa.ask(door.event, {**words, "conversation": talk})["ok"]
    program = page.json("POST", f"/api/v1/conversations/{talk}/messages", words)
    assert program.status_code == 201  # the premise: it was the last one
    program = page.json(
        "POST", f"/api/v1/conversations/{talk}/messages", words | {"client_id": "client-0002"}
    )
    assert (program.status_code, "Retry-After" in program.headers) == (429, True)
    form = page.post(f"/conversations/{talk}", {"body": "Keep this.", "client_id": "client-0003"})
    assert (form.status_code, "Keep this." in form.text) == (429, True)
    assert awa.ask(door.event, {**words, "conversation": talk})["error"]["status"] == 429


def test_a_round_that_fails_and_is_done_again_one_by_one_is_counted_once(
    limited: None, cast: Cast, app: Flask
) -> None:
    tried, people = [], (cast.awa, cast.omar)

    def fails_together(session: Session, asked: Sequence[tuple[Actor, Any]]) -> list[Refusal]:
        tried.append(len(asked))
        if len(asked) > 1:
            raise ZeroDivisionError
        return [NotFound() for _ in asked]

    declared = DOORS["message.send"]
    assert isinstance(declared, GatheringDoor)
    door = replace(declared, change=fails_together)
    with unit_of_work() as session:
        secrets = [start_sign_in(session, person.id, "") for person in people]
    words = {"conversation": "x" * 22, "body": "Who lends?", "client_id": "client-0001"}
    frames = [Frame(secret, words) for secret in secrets]
    with pytest.raises(ZeroDivisionError):
        door.serve_all(frames)
    for frame in frames:
        door.serve_all([frame])
    assert tried == [2, 1, 1]  # the premise
    (item,) = limits.parsed(door.limit)
    for person in people:
        window = app.extensions["limits"].get_window_stats(item, "socket", door.event, str(person.id))
        assert window.remaining == item.amount - 1
