"""Each event is limited for each member, and the acknowledgement says when to try again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from community.app import SOCKETS
from community.config import Settings
from community.core import limits
from community.core.socket_doors import DOORS
from tests.cast import Cast, Person
from tests.line import Line

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
