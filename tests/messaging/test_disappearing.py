"""What disappears is gone by the clock at once, and from the database a moment later; its number stays."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Text, func, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from community.config import Settings
from community.core import clock
from community.core.db import db
from community.core.errors import NotFound
from community.messaging import actions, jobs
from community.messaging.models import Conversation, Entry, Kind, Reaction
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.follower import Follower
from tests.messaging.talking import do, say, talk_between

Browsers = Callable[..., Browser]
SECRET = "Kwitonda brought the ledger."


def a_secret_said_two_days_ago(cast: Cast) -> str:
    """A conversation in which 3 was for a day, was edited, answered, reacted to and pinned; 8 stays."""
    with clock.at(clock.now() - timedelta(days=2)):
        talk = talk_between(cast.amina, cast.awa)
        do(actions.set_expiry, cast.awa, talk, 1)
        say(cast.amina, talk, f"{SECRET} On Monday.", "for-a-day-1")
        do(actions.edit_message, cast.amina, talk, 3, SECRET)
        do(actions.react, cast.awa, talk, 3, "thanks", True)
        do(actions.pin_message, cast.awa, talk, 3, True)
        do(actions.set_expiry, cast.awa, talk, None)
        say(cast.awa, talk, "I have it.", "awa-has-it", quote=3)
    return talk


def told(browser: Browser, talk: str, after: int = 0) -> list[dict[str, object]]:
    answer = browser.json("GET", f"/api/v1/conversations/{talk}/entries?after={after}")
    entries: list[dict[str, object]] = answer.json["entries"]
    return entries


def test_it_is_removed_and_leaves_no_gap(cast: Cast, session: Session, browser: Browsers) -> None:
    talk = a_secret_said_two_days_ago(cast)
    jobs.remove_expired()
    kept = session.scalars(select(Entry).order_by(Entry.sequence)).all()
    assert [one.sequence for one in kept] == list(range(1, 9))
    gone = kept[2]
    assert (gone.kind, gone.body, gone.body_html, gone.words, gone.data) == (Kind.BLANK, "", "", "", {})
    assert gone.client_id == "for-a-day-1"
    assert session.scalar(select(func.count()).select_from(Reaction)) == 0
    assert session.scalar(select(Conversation.pins)) == []
    everything = session.scalars(
        select(Entry.body + Entry.body_html + Entry.words + as_type(Entry.data, Text))
    ).all()
    assert "wito" not in "".join(everything)
    entries = told(browser(cast.awa), talk)
    assert [one["sequence"] for one in entries] == list(range(1, 9))
    blank = [one["sequence"] for one in entries if one["kind"] == Kind.BLANK]
    assert blank == [3, 4, 5]
    assert {tuple(one) for one in entries if one["kind"] == Kind.BLANK} == {("kind", "sequence")}
    assert say(cast.amina, talk, "On.", "amina-goes-on") == 9


def test_no_page_tells_of_it_and_what_stays_is_there(cast: Cast, browser: Browsers) -> None:
    talk = a_secret_said_two_days_ago(cast)
    for _ in ("by the clock", "removed"):
        awa = browser(cast.awa)
        for address in (f"/conversations/{talk}", f"/conversations/{talk}/about", "/conversations"):
            assert "Kwitonda" not in awa.get(address).text
        assert awa.get(f"/conversations/{talk}/messages/3").status_code == 404
        assert awa.json("GET", f"/api/v1/conversations/{talk}/messages/3").status_code == 404
        assert "I have it." in awa.get(f"/conversations/{talk}").text  # the premise
        jobs.remove_expired()


def is_on_disk(settings: Settings) -> bool:
    """Whether SQLite's files have the secret."""
    with db.engine.connect() as connection:  # from the log into the file
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    files = Path(settings.instance_dir).glob("community.sqlite*")
    # By a process of its own: where we close a file, the locks that SQLite has on it in this process are gone, and
    # the next process to open the database believes to be the first (sqlite.org/howtocorrupt.html, 2.2).
    return subprocess.run(["grep", "-q", "Kwitonda", *files], check=False).returncode == 0


VERSIONS = """
    SELECT count(*)
    FROM generate_series(0, pg_relation_size('entry') / 8192 - 1) AS page,
         heap_page_items(get_raw_page('entry', page::int))
    WHERE position('Kwitonda'::bytea in t_data) > 0
"""
REMEMBERED = """
    SELECT count(*) FROM pg_stats WHERE tablename = 'entry' AND attname IN ('body', 'body_html', 'words', 'data')
"""


def is_in_a_version() -> bool:
    """Whether PostgreSQL has it in any version of a row, or among what its planner remembers of the columns."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        connection.exec_driver_sql("ANALYZE entry")
        asked = [connection.exec_driver_sql(one).scalar_one() for one in (VERSIONS, REMEMBERED)]
    return any(asked)


@pytest.mark.parametrize("end", ["expired", "deleted", "edited"])
def test_the_database_forgets_it(cast: Cast, app: Flask, end: str) -> None:
    settings = app.extensions["settings"]
    if end == "expired":
        a_secret_said_two_days_ago(cast)
    else:
        talk = talk_between(cast.amina, cast.awa)
        number = say(cast.amina, talk, SECRET, "said-too-much")
        for n in range(5):
            say(cast.awa, talk, "I did not hear that.", f"awa-is-deaf-{n}")

    def is_kept() -> bool:
        db.session.remove()  # who still reads may still see it
        return is_on_disk(settings) if settings.is_embedded else is_in_a_version()

    assert is_kept()  # the premise
    if end == "deleted":
        do(actions.delete_message, cast.amina, talk, number)
    elif end == "edited":
        do(actions.edit_message, cast.amina, talk, number, "Never mind.")
    db.session.remove()
    (jobs.remove_expired if end == "expired" else jobs.forget_words)()
    assert not is_kept()


def test_before_its_time_it_is_there(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_expiry, cast.awa, talk, 7)
    say(cast.amina, talk, SECRET, "for-a-week-1")
    moment = clock.now()
    with clock.at(moment + timedelta(days=6, hours=23)):
        jobs.remove_expired()
        assert SECRET in browser(cast.awa).get(f"/conversations/{talk}").text
    with clock.at(moment + timedelta(days=7, minutes=1)):
        assert SECRET not in browser(cast.awa).get(f"/conversations/{talk}").text
        jobs.remove_expired()
        jobs.remove_expired()  # a job may run twice
    assert SECRET not in browser(cast.awa).get(f"/conversations/{talk}").text


def test_sent_once_more_after_it_is_gone_it_is_still_the_same_one(cast: Cast) -> None:
    talk = a_secret_said_two_days_ago(cast)
    assert say(cast.amina, talk, SECRET, "for-a-day-1") == 3
    jobs.remove_expired()
    assert say(cast.amina, talk, SECRET, "for-a-day-1") == 3
    assert not db.session.scalar(select(Entry.body).where(Entry.sequence == 3))


def test_who_looked_on_and_who_comes_fresh_have_the_same(
    cast: Cast, socket: Callable[[Person], Line]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_expiry, cast.awa, talk, 1)
    number = say(cast.amina, talk, SECRET, "for-a-day-1")
    say(cast.awa, talk, "I have it.", "awa-has-it", quote=number)
    do(actions.pin_message, cast.awa, talk, number, True)
    line = socket(cast.awa)
    looking, away = Follower(line, talk), Follower(line, talk)
    do(actions.set_expiry, cast.awa, talk, None)
    do(actions.react, cast.awa, talk, number, "thanks", True)
    with clock.at(clock.now() + timedelta(days=2)):
        jobs.remove_expired()
        say(cast.amina, talk, "Still here?", "still-here-1")
        looking.listen(until=8)
        away.catch_up()
        fresh = Follower(line, talk)
        assert looking.state == away.state == fresh.state
        assert fresh.last == 8
        assert not any(
            one["kind"] == "message" for one in fresh.state["lines"].values() if one["sequence"] in (3, 4)
        )


def test_the_box_and_the_log_say_so(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    assert browser(cast.awa).post(f"/conversations/{talk}/expiry", {"days": 1}).status_code == 302
    page = browser(cast.amina).page(f"/conversations/{talk}")
    assert "Messages disappear after a day." in words(page.xpath("//*[@data-part='box']")[0])
    log = words(page.xpath("//*[@data-messages]")[0])
    assert "Awa Ndiaye set how long messages stay. Messages disappear after a day." in log.translate(
        {0x2068: None, 0x2069: None}
    )
    say(cast.amina, talk, SECRET, "for-a-day-1")
    page = browser(cast.awa).page(f"/conversations/{talk}")
    assert (
        len(page.xpath("//*[@data-messages]/*[@data-expires]")) == 1
    )  # for the script, which drops it when due


def test_nobody_else_sets_it(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    omar = browser(cast.omar)
    assert omar.post(f"/conversations/{talk}/expiry", {"days": 1}).status_code == 404
    assert omar.json("PUT", f"/api/v1/conversations/{talk}/expiry", {"days": 1}).status_code == 404
    with pytest.raises(NotFound):
        do(actions.set_expiry, cast.omar, talk, 1)
    assert db.session.scalar(select(Conversation.expires_after_days)) is None
