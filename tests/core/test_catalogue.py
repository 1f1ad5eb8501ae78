"""docs/realtime.md says what the program does: it is made from the schemas that validate."""

from __future__ import annotations

from flask import Flask

from community.core.news import NEWS
from community.core.socket_doors import DOORS
from scripts import realtime


def test_the_page_is_what_the_schemas_say(app: Flask) -> None:
    assert realtime.PAGE.read_text() == realtime.page(), "run: ./dev events"


def test_every_event_says_what_it_is_for(app: Flask) -> None:
    assert [door.event for door in DOORS.values() if not door.handle.__doc__] == []
    assert [one.event for one in NEWS.values() if not one.to] == []


def test_whatever_is_told_is_declared(app: Flask) -> None:
    """Features tell by `News.tell`, which has a schema; the way below it is for core."""
    package = realtime.PAGE.resolve().parents[1] / "community"
    past_it = [
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        if "realtime.emit(" in file.read_text() and file.parent.name != "core"
    ]
    assert past_it == []
