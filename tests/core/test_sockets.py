"""Sockets: who may open one, what ends it, and what a hostile client gets out of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from flask import Flask
from socketio import RedisManager
from socketio.exceptions import ConnectionError as TurnedAway
from sqlalchemy import event

from community.accounts.actions import end_all_sign_ins
from community.config import PROJECT_ROOT, Settings
from community.core import handshake, realtime
from community.core.db import db
from community.core.origin import is_asked_by_our_page
from community.core.unit_of_work import unit_of_work
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line

CookieOf = Callable[[Person], str]
Connect = Callable[..., Line]
ASK = {"conversation": "x" * 22, "after": 0}
"""A question about nothing: whoever may ask at all is told 404."""


def test_a_member_on_our_own_page_is_let_in(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast
) -> None:
    answer = line(Cookie=cookie_of(cast.awa), Origin=origin).ask("conversation.since", ASK)
    assert answer["error"]["status"] == 404  # type: ignore[index]


@pytest.mark.parametrize(
    "foreign", [None, "https://evil.example", "http://127.0.0.1", "null", "http://localhost.evil.example"]
)
def test_a_missing_or_foreign_origin_is_turned_away(
    line: Connect, cookie_of: CookieOf, cast: Cast, foreign: str | None
) -> None:
    headers = {"Cookie": cookie_of(cast.awa)} | ({"Origin": foreign} if foreign else {})
    with pytest.raises(TurnedAway):
        line(**headers)


def test_the_public_address_is_ours_behind_any_proxy(
    line: Connect, cookie_of: CookieOf, cast: Cast, app: Flask
) -> None:
    base_url = app.extensions["settings"].base_url
    assert line(Cookie=cookie_of(cast.awa), Origin=base_url).client.connected


def test_nobody_without_a_sign_in_costs_a_thread(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast, browser: Callable[..., Browser]
) -> None:
    ended = cookie_of(cast.awa)
    with unit_of_work() as session:
        end_all_sign_ins(session, cast.awa.id)
    reader = browser()
    assert reader.token  # a form gave this browser a cookie
    kept = reader.client.get_cookie("session", domain="localhost")
    assert kept is not None
    for cookie in ("", "session=forged", f"session={kept.value}", ended):
        with pytest.raises(TurnedAway):
            line(Cookie=cookie, Origin=origin)


def test_a_strangers_handshake_asks_the_database_nothing_and_takes_no_place(
    app: Flask, browser: Callable[..., Browser]
) -> None:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    reader = browser()
    for headers in (
        {"Origin": "http://localhost"},
        OF_OUR_PAGE,
        {"Origin": "http://localhost", "Cookie": "session=forged.by.hand"},
        {"Origin": "https://evil.example"},
        {},
    ):
        for transport in ("polling", "websocket"):
            url = f"/socket.io/?EIO=4&transport={transport}"
            assert reader.client.get(url, headers=headers).status_code in {401, 403}
    event.remove(db.engine, "before_cursor_execute", note)
    assert asked == []


POLL = "/socket.io/?EIO=4&transport=polling"
OF_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}
"""What a browser says of a request that a script of our own page makes."""


def test_who_cannot_have_a_websocket_asks_again_and_again(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast
) -> None:
    polls = line(polls=True, Cookie=cookie_of(cast.awa))
    assert polls.client.transport() == "polling"  # the premise
    assert polls.ask("conversation.since", ASK)["error"]["status"] == 404
    realtime.emit("told", {"number": 1}, rooms=[realtime.member_room(cast.awa.id)])
    assert polls.heard("told") == [{"number": 1}]
    with unit_of_work() as session:
        end_all_sign_ins(session, cast.awa.id)
    assert polls.closed.wait(10)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Dest": "empty"},
        OF_OUR_PAGE | {"Sec-Fetch-Site": "none"},
        OF_OUR_PAGE | {"Sec-Fetch-Site": "same-site"},
        OF_OUR_PAGE | {"Sec-Fetch-Site": "cross-site"},
        OF_OUR_PAGE | {"Sec-Fetch-Dest": "document"},
        OF_OUR_PAGE | {"Sec-Fetch-Dest": "script"},
        OF_OUR_PAGE | {"Origin": "https://evil.example"},
        OF_OUR_PAGE | {"Origin": "null"},
        OF_OUR_PAGE | {"Upgrade": "websocket"},
    ],
    ids=str,
)
def test_a_poll_that_no_page_of_ours_makes_is_turned_away(
    browser: Callable[..., Browser], cast: Cast, said: dict[str, str]
) -> None:
    assert browser(cast.awa).client.get(POLL, headers=said).status_code == 403
    assert browser(cast.awa).client.post(POLL, headers=OF_OUR_PAGE, data="40").status_code == 403


def test_a_poll_of_our_page_needs_a_sign_in_and_is_kept_by_no_cache(
    browser: Callable[..., Browser], cast: Cast
) -> None:
    assert browser().client.get(POLL, headers=OF_OUR_PAGE).status_code == 401
    answer = browser(cast.awa).client.get(POLL, headers=OF_OUR_PAGE)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_in_production_our_page_has_our_host(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Settings(
        _env_file=None,
        instance_dir=app.extensions["settings"].instance_dir,
        environment="production",
        base_url="https://network.example",
        secret_key="s" * 64,
    )
    said = {"REQUEST_METHOD": "GET", "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_DEST": "empty"}
    for host, is_let_in in (
        ("network.example", True),
        ("network.example:443", True),
        ("evil.example", False),
        ("network.example.evil.example", False),
        ("", False),
    ):
        assert is_asked_by_our_page(said | {"HTTP_HOST": host}, ours) is is_let_in


def test_nobody_polls_the_session_of_another_sign_in(browser: Callable[..., Browser], cast: Cast) -> None:
    awa = browser(cast.awa)
    opened = awa.client.get(POLL, headers=OF_OUR_PAGE).text
    session = f"{POLL}&sid={json.loads(opened[1:])['sid']}"
    for other in (browser(cast.awa), browser(cast.omar)):
        assert other.client.get(session, headers=OF_OUR_PAGE).status_code == 403
        said = other.client.post(session, headers={"Origin": "http://localhost"}, data="40")
        assert said.status_code == 403
    assert awa.client.post(session, headers={"Origin": "http://localhost"}, data="40").status_code == 200


def test_a_sign_out_hangs_up_at_once(
    line: Connect, origin: str, browser: Callable[..., Browser], cast: Cast
) -> None:
    here, there = browser(cast.awa), browser(cast.awa)
    lines = {}
    for name, one in (("here", here), ("there", there)):
        kept = one.client.get_cookie("session", domain="localhost")
        assert kept is not None
        lines[name] = line(Cookie=f"session={kept.value}", Origin=origin)
    here.post("/sign-out")
    assert lines["here"].closed.wait(10)
    assert lines["there"].client.connected


def test_a_sign_out_in_another_process_hangs_up_too(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast, app: Flask
) -> None:
    settings: Settings = app.extensions["settings"]
    if not settings.redis_url:
        pytest.skip("the embedded shape is one process")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from community.app import create_app\n"
        "from community.accounts.actions import end_all_sign_ins\n"
        "from community.config import Settings\n"
        "from community.core.unit_of_work import unit_of_work\n"
        "app = create_app(Settings(_env_file=None, instance_dir=Path(sys.argv[1]), database_url=sys.argv[2],"
        " redis_url=sys.argv[3]))\n"
        "with app.app_context(), unit_of_work() as session:\n"
        "    end_all_sign_ins(session, int(sys.argv[4]))\n"
    )
    open_line = line(Cookie=cookie_of(cast.awa), Origin=origin)
    arguments = [str(settings.instance_dir), settings.database_url, settings.redis_url, str(cast.awa.id)]
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=PROJECT_ROOT, check=True, timeout=60)
    assert open_line.closed.wait(10)


def test_another_community_in_the_same_redis_is_not_heard(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast, app: Flask
) -> None:
    settings: Settings = app.extensions["settings"]
    if not settings.redis_url:
        pytest.skip("the embedded shape is one process")
    open_line = line(Cookie=cookie_of(cast.awa), Origin=origin)
    theirs = settings.model_copy(update={"database_url": "postgresql+psycopg://localhost/another"})
    for community, told in ((theirs, "theirs"), (settings, "ours")):
        publisher = RedisManager(settings.redis_url, channel=community.shared_name, write_only=True)
        publisher.emit("told", told, room=realtime.member_room(cast.awa.id))
    assert open_line.heard("told") == ["ours"]


def test_an_event_after_the_sign_in_ended_gets_an_error_and_the_end(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_line = line(Cookie=cookie_of(cast.awa), Origin=origin)
    monkeypatch.setattr(
        realtime, "hang_up", lambda sign_in_id: None
    )  # as if the news had been lost on its way
    monkeypatch.setattr(realtime, "ANSWER_TAKES_SECONDS", 0.2)
    with unit_of_work() as session:
        end_all_sign_ins(session, cast.awa.id)
    assert open_line.client.connected  # the premise
    assert open_line.ask("conversation.since", ASK)["error"]["code"] == "sign_in_needed"  # type: ignore[index]
    assert open_line.closed.wait(10)


def test_one_member_cannot_take_all_places(
    line: Connect, origin: str, cookie_of: CookieOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, "SEATS_OF_A_MEMBER", 2)
    # Numbers of members start anew in each test, and a line that was cut in an earlier one may keep its seat for a
    # while: so this is told of members whom no other story of sockets has.
    earlier = (cast.awa, cast.omar, cast.amina)
    chen_hao, zhang_wei = cookie_of(cast.chen_hao), cookie_of(cast.zhang_wei)
    assert cast.chen_hao.id not in {one.id for one in earlier}
    first = line(Cookie=chen_hao, Origin=origin)
    line(Cookie=chen_hao, Origin=origin)
    with pytest.raises(TurnedAway):
        line(Cookie=chen_hao, Origin=origin)
    assert line(Cookie=zhang_wei, Origin=origin).client.connected
    first.drop()
    assert once_there_is_room(line, chen_hao, origin).client.connected


def once_there_is_room(line: Connect, cookie: str, origin: str) -> Line:
    """The server sees that a line was closed (here, or by an earlier test) when its own thread comes to it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            return line(Cookie=cookie, Origin=origin)
        except TurnedAway:
            continue
    raise AssertionError("there was never room")
