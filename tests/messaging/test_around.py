"""What the others do at this moment: who has read, who writes, who is here; and who is not told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.config import PROJECT_ROOT, Settings
from community.core.db import db
from community.core.presence import LASTS_SECONDS, presence
from community.core.unit_of_work import unit_of_work
from community.messaging import actions
from community.messaging.models import Entry, WhoMayWrite
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import do, group_of, request_from, say, talk_between

Browsers = Callable[..., Browser]
Socket = Callable[[Person], Line]


def choose(person: Person, *, shows_read: bool = True, shows_presence: bool = False) -> None:
    actor = person.actor
    with unit_of_work() as session:
        actions.set_preferences(
            session,
            actor,
            who_may_write=WhoMayWrite.ANYONE,
            shows_read=shows_read,
            shows_presence=shows_presence,
        )


def read_by(browser: Browser, talk: str) -> list[str]:
    """What stands below the lines, without the marks that keep a name's direction."""
    found = browser.page(f"/conversations/{talk}").xpath("//*[@class='read']")
    return [words(one).replace("\u2068", "").replace("\u2069", "") for one in found]


def here(line: Line, talk: str) -> list[str]:
    """Who else is here, by what this line is told when it says that it is."""
    answer = line.ask("presence.here", conversation=talk)
    assert answer["ok"], answer
    return list(answer["here"])


# ---- who has read ----------------------------------------------------------------------------------------


def test_ones_last_message_says_who_has_read_it(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    say(cast.amina, talk, "Second.", "amina-second")
    amina, awa, zhang = browser(cast.amina), browser(cast.awa), browser(cast.zhang_wei)
    assert read_by(amina, talk) == []
    awa.page(f"/conversations/{talk}")
    assert read_by(amina, talk) == ["Read by Awa Ndiaye"]
    zhang.page(f"/conversations/{talk}")
    assert read_by(amina, talk) == ["Read by Awa Ndiaye, Zhang Wei"]
    assert read_by(awa, talk) == []  # she wrote nothing
    say(cast.amina, talk, "Third.", "amina-third")
    assert read_by(amina, talk) == []


@pytest.mark.parametrize("hides", ["the reader", "the author"])
def test_who_does_not_show_it_is_not_seen_and_does_not_see(
    cast: Cast, browser: Browsers, socket: Socket, hides: str
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina, own, zhang = socket(cast.amina), socket(cast.awa), group_of(cast.amina, cast.zhang_wei)
    choose(cast.awa if hides == "the reader" else cast.amina, shows_read=False)
    browser(cast.awa).page(f"/conversations/{talk}")
    assert read_by(browser(cast.amina), talk) == []
    assert browser(cast.amina).json("GET", f"/api/v1/conversations/{talk}").json["read"] == {}
    assert amina.ask("conversation.open", conversation=talk)["read"] == {}
    assert own.heard("conversation.read")[0]["sequence"] == 1  # her own browsers drop their count
    say(cast.zhang_wei, zhang, "Hello.", "zhang-hello")
    amina.heard("conversation.entry")  # the premise: she hears
    assert amina.so_far("conversation.read") == []
    choose(cast.awa), choose(cast.amina)
    assert read_by(browser(cast.amina), talk) == ["Read by Awa Ndiaye"]


def test_what_was_read_while_there_was_no_line_is_caught_up(cast: Cast, socket: Socket) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    do(actions.mark_read, cast.awa, talk, 1)
    amina = socket(cast.amina)
    missed = amina.ask("conversation.since", conversation=talk, after=1)
    assert missed["entries"] == []
    assert missed["read"] == {cast.awa.handle: 1, cast.zhang_wei.handle: 0}
    choose(cast.amina, shows_read=False)
    assert amina.ask("conversation.since", conversation=talk, after=1)["read"] == {}


def test_reading_shows_through_no_block(cast: Cast, browser: Browsers, socket: Socket) -> None:
    """Whoever of the two has blocked the other: in a group both are still in it."""
    group = group_of(cast.amina, cast.awa, cast.zhang_wei)
    say(cast.zhang_wei, group, "Second.", "zhang-second")
    do(actions.block, cast.awa, cast.amina.handle)
    amina, awa, zhang = socket(cast.amina), socket(cast.awa), socket(cast.zhang_wei)
    for person in (cast.amina, cast.awa):
        do(actions.mark_read, person, group, 2)
    heard = zhang.heard("conversation.read", count=2)  # the premise
    assert [one["reader"] for one in heard] == [cast.amina.handle, cast.awa.handle]
    say(cast.zhang_wei, group, "Last.", "zhang-last")
    for line, person in ((amina, cast.amina), (awa, cast.awa)):
        line.heard("conversation.entry")
        assert [one["reader"] for one in line.so_far("conversation.read")] == [person.handle]
        assert line.ask("conversation.open", conversation=group)["read"] == {cast.zhang_wei.handle: 3}
        assert line.ask("conversation.since", conversation=group, after=3)["read"] == {
            cast.zhang_wei.handle: 3
        }
    assert read_by(browser(cast.zhang_wei), group) == []
    for person in (cast.amina, cast.awa):
        say(person, group, "Read?", f"{person.handle}-read")
        do(actions.mark_read, cast.zhang_wei, group, 5)
    do(actions.mark_read, cast.amina, group, 5)
    assert read_by(browser(cast.awa), group) == ["Read by Zhang Wei"]


# ---- who writes ------------------------------------------------------------------------------------------


def test_that_somebody_writes_is_told_to_the_others_and_kept_nowhere(cast: Cast, socket: Socket) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina, also_amina, awa, omar = (socket(one) for one in (cast.amina, cast.amina, cast.awa, cast.omar))
    before = db.session.scalar(select(func.count()).select_from(Entry))
    assert amina.ask("conversation.typing", conversation=talk) == {"ok": True}
    assert awa.heard("conversation.typing") == [{"conversation": talk, "writer": cast.amina.handle}]
    assert omar.ask("conversation.typing", conversation=talk)["error"]["status"] == 404
    say(cast.amina, talk, "Written.", "amina-written")
    also_amina.heard("conversation.entry")
    assert also_amina.so_far("conversation.typing") == omar.so_far("conversation.typing") == []
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Entry)) == before + 1


def test_writing_shows_through_neither_a_request_nor_a_block(cast: Cast, socket: Socket) -> None:
    request = request_from(cast.omar, cast.awa)
    group = group_of(cast.amina, cast.awa, cast.zhang_wei)
    pair = talk_between(cast.amina, cast.awa)
    do(actions.block, cast.awa, cast.amina.handle)
    lines = {one: socket(one) for one in (cast.omar, cast.awa, cast.amina, cast.zhang_wei)}
    for writer, talk in (
        (cast.awa, request),  # she has not accepted
        (cast.omar, request),
        (cast.amina, pair),  # blocked
        (cast.awa, pair),  # blocks
        (cast.amina, group),
        (cast.awa, group),
    ):
        assert lines[writer].ask("conversation.typing", conversation=talk)["ok"]
    heard = lines[cast.zhang_wei].heard("conversation.typing", count=2)  # the premise
    assert [one["writer"] for one in heard] == [cast.amina.handle, cast.awa.handle]
    say(cast.zhang_wei, group, "Last.", "zhang-last")
    for one in (cast.awa, cast.amina):
        lines[one].heard("conversation.entry")
        assert lines[one].so_far("conversation.typing") == []
    lines[cast.omar].ask("inbox.count", {})
    assert lines[cast.omar].so_far("conversation.typing") == []


# ---- who is here -----------------------------------------------------------------------------------------


def test_nobody_is_here_unless_both_chose_to_show_it(cast: Cast, socket: Socket, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina, awa = socket(cast.amina), socket(cast.awa)
    assert awa.ask("presence.here", {}) == {"ok": True, "shows": False, "here": []}
    choose(cast.amina, shows_presence=True)
    assert here(amina, talk) == []  # by default nobody shows it
    choose(cast.awa, shows_presence=True)
    assert here(awa, talk) == [cast.amina.handle]
    assert here(amina, talk) == [cast.awa.handle]
    assert "Here now: Amina" in words(browser(cast.awa).page(f"/conversations/{talk}")).replace("\u2068", "")
    choose(cast.awa)
    assert here(amina, talk) == here(awa, talk) == []


def test_being_here_ends_with_the_page_and_with_the_process(app: Flask, cast: Cast, socket: Socket) -> None:
    talk = talk_between(cast.amina, cast.awa)
    choose(cast.amina, shows_presence=True), choose(cast.awa, shows_presence=True)
    amina, awa, second = socket(cast.amina), socket(cast.awa), socket(cast.awa)
    here(awa, talk), here(second, talk)
    assert awa.ask("presence.away", {})["ok"]
    assert here(amina, talk) == [cast.awa.handle]  # the second page is still looked at
    kept = presence()  # and nothing more is heard of it, as of a phone in a tunnel
    now = kept.now
    kept.now = lambda: now() + LASTS_SECONDS + 1
    try:
        assert here(amina, talk) == []
    finally:
        kept.now = now


def test_being_here_outlives_no_killed_process_and_is_seen_from_another(
    app: Flask, cast: Cast, socket: Socket
) -> None:
    settings: Settings = app.extensions["settings"]
    if not settings.redis_url:
        pytest.skip("the embedded shape is one process")
    talk = talk_between(cast.amina, cast.awa)
    choose(cast.amina, shows_presence=True), choose(cast.awa, shows_presence=True)
    program = (
        "import os, sys\n"
        "from redis import Redis\n"
        "from community.core.presence import SharedPresence\n"
        "SharedPresence(Redis.from_url(sys.argv[1]), sys.argv[2]).come(int(sys.argv[3]), 'line')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    arguments = [settings.redis_url, settings.shared_name, str(cast.awa.id)]
    killed = subprocess.run([sys.executable, "-c", program, *arguments], cwd=PROJECT_ROOT, timeout=60)
    assert killed.returncode == -9
    amina, kept = socket(cast.amina), presence()
    assert here(amina, talk) == [cast.awa.handle]
    now = kept.now
    kept.now = lambda: now() + LASTS_SECONDS + 1
    try:
        assert here(amina, talk) == []
    finally:
        kept.now = now
        presence().go(cast.awa.id, "line")


def test_presence_shows_through_neither_a_request_nor_a_block_nor_to_strangers(
    cast: Cast, socket: Socket
) -> None:
    request = request_from(cast.omar, cast.awa)
    group = group_of(cast.amina, cast.awa, cast.zhang_wei)
    pair = talk_between(cast.amina, cast.awa)
    everybody = (cast.omar, cast.awa, cast.amina, cast.zhang_wei)
    for one in everybody:
        choose(one, shows_presence=True)
    lines = {one: socket(one) for one in everybody}
    for line in lines.values():
        line.ask("presence.here", {})
    assert here(lines[cast.amina], pair) == [cast.awa.handle]  # the premise
    do(actions.block, cast.awa, cast.amina.handle)
    assert here(lines[cast.amina], pair) == here(lines[cast.awa], pair) == []
    assert here(lines[cast.amina], group) == here(lines[cast.awa], group) == [cast.zhang_wei.handle]
    assert here(lines[cast.omar], request) == here(lines[cast.awa], request) == []
    assert lines[cast.omar].ask("presence.here", conversation=group)["error"]["status"] == 404
