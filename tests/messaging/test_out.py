"""Whoever is out hears nothing from the commit on: taken out, blocked, suspended, signed out; and an old cookie opens
nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as TurnedAway

from community.accounts.actions import end_all_sign_ins, suspend
from community.core import realtime
from community.core.unit_of_work import unit_of_work
from community.messaging import actions
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import do, group_of, say, talk_between

Browsers = Callable[..., Browser]
Connect = Callable[..., Line]
Socket = Callable[[Person], Line]


def signed_out(cast: Cast, talk: str) -> None:
    with unit_of_work() as session:
        end_all_sign_ins(session, cast.awa.id)


def suspended(cast: Cast, talk: str) -> None:
    with unit_of_work() as session:
        suspend(session, cast.awa.handle)


def taken_out(cast: Cast, talk: str) -> None:
    do(actions.remove_person, cast.amina, talk, cast.awa.handle)


OUT = {"signed out": signed_out, "suspended": suspended, "taken out": taken_out}


@pytest.mark.parametrize("how", OUT)
def test_whoever_is_out_hears_nothing_even_while_the_socket_is_open(
    cast: Cast, socket: Socket, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(realtime, "hang_up", lambda sign_in_id: None)  # as if that news were lost on its way
    talk = group_of(cast.amina, cast.awa, cast.omar)
    awa, omar = socket(cast.awa), socket(cast.omar)
    say(cast.amina, talk, "While she is in it.", "amina-first")
    awa.heard("conversation.entry")  # the premise
    OUT[how](cast, talk)
    heard = len(awa.so_far("conversation.entry"))
    say(cast.amina, talk, "What she must not hear.", "amina-secret")
    do(actions.mark_read, cast.amina, talk, 1)
    assert omar.ask("conversation.typing", conversation=talk)["ok"]
    omar.heard("conversation.entry", count=2)
    assert awa.client.connected
    told = [
        one["entry"].get("message", {}).get("body_html") for one in awa.so_far("conversation.entry")[heard:]
    ]
    assert "<p>What she must not hear.</p>" not in told
    assert awa.so_far("conversation.typing") == []
    answer = awa.ask("conversation.open", conversation=talk)
    assert answer["error"]["status"] == (404 if how == "taken out" else 401)
    if how != "taken out":
        assert awa.closed.wait(10)  # who may not act any more is hung up on at the first try


def test_a_cookie_that_was_copied_opens_nothing_after_the_sign_out(
    cast: Cast, browser: Browsers, line: Connect, origin: str
) -> None:
    awa = browser(cast.awa)
    cookie = awa.cookie
    thief = line(Cookie=cookie, Origin=origin)
    assert thief.ask("inbox.count", {})["ok"]  # the premise
    awa.post("/sign-out")
    assert thief.closed.wait(10)
    with pytest.raises(TurnedAway):
        line(Cookie=cookie, Origin=origin)
    headers = {"Cookie": cookie}
    assert browser().client.get("/api/v1/conversations", headers=headers).status_code == 401


def test_a_blocked_member_can_tell_it_from_nothing_that_is_answered(cast: Cast, socket: Socket) -> None:
    """The same events, before and after: the same shapes of answers, and silence from the other side."""
    talk = talk_between(cast.amina, cast.awa)
    amina = socket(cast.amina)

    def everything(n: int) -> list[Any]:
        answers = [
            amina.ask("message.send", conversation=talk, body=f"Number {n}", client_id=f"amina-{n:05d}"),
            amina.ask("conversation.typing", conversation=talk),
            amina.ask("presence.here", conversation=talk),
        ]
        return [sorted(one) for one in answers] + [one["ok"] for one in answers]

    before = everything(1)
    do(actions.block, cast.awa, cast.amina.handle)
    assert everything(2) == before
    awa = socket(cast.awa)
    assert awa.ask("conversation.since", conversation=talk, after=2)["entries"] == [
        {"sequence": 3, "kind": "blank"}
    ]
