"""Every door says who may use it, and how often."""

from __future__ import annotations

from flask import Flask

from community.core.actor import ANONYMOUS, Actor
from community.core.limits import parsed
from community.core.socket_doors import DOORS
from community.core.web.doors import Door

EDITOR = Actor(member_id=1, roles=frozenset({"administrator"}))


def test_every_route_says_who_and_how_often(app: Flask) -> None:
    silent = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if not isinstance(getattr(app.view_functions[rule.endpoint], "door", None), Door)
    ]
    assert not silent, (
        "These routes do not say who may use them. Put @open_to(anyone|members|editors, limit=…) right below the"
        " route decorator (community/core/web/doors.py):\n  " + "\n  ".join(silent)
    )


def test_every_socket_event_says_who_and_how_often(app: Flask) -> None:
    events = set(app.extensions["socketio"].server.handlers.get("/", {})) - {"connect", "disconnect"}
    undeclared = events - set(DOORS)
    assert not undeclared, (
        "These Socket.IO events are not declared. Use @on(event, who=…, limit=…, payload=…) from"
        f" community/core/realtime.py instead of the library's own decorator: {sorted(undeclared)}"
    )
    assert events == set(DOORS)
    for door in DOORS.values():
        assert parsed(door.limit)
        assert not door.who(ANONYMOUS), f"{door.event}: a socket belongs to a member"


def test_what_changes_something_is_not_open_to_everybody_by_accident(app: Flask) -> None:
    """A route that takes POST from readers is rare, and named here."""
    for_readers = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}  # type: ignore[operator]
        and app.view_functions[rule.endpoint].door.who(ANONYMOUS)  # type: ignore[attr-defined]
    }
    assert for_readers == {
        "accounts.first_run",
        "core.set_language",
        "saved_searches.end_alerts",
        "security.confirm_email",
        "security.forgot_password",
        "security.login",
        "security.logout",
        "security.register",
        "security.reset_password",
        "security.send_confirmation",
    }


def test_the_desk_is_for_editors(app: Flask) -> None:
    desk = [rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    for endpoint in desk:
        door: Door = app.view_functions[endpoint].door  # type: ignore[attr-defined]
        assert door.who(EDITOR), endpoint
        assert not door.who(Actor(member_id=2)), f"{endpoint} is open to members who are no editors"
