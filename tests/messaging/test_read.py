"""What waits for whom: unread counts, the first unread line, catching up by number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from community.core import clock
from community.core.db import db
from community.messaging import queries
from community.messaging.models import Conversation
from community.messaging.queries import log
from community.messaging.schemas import places
from tests.browser import Browser, words
from tests.cast import Cast
from tests.messaging.talking import group_of, say, talk_between

Browsers = Callable[..., Browser]


def test_an_unread_conversation_is_counted_until_it_is_opened(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    assert awa.page("/conversations").xpath("//nav//*[@data-unread]/text()") == ["1"]
    assert "New since you were here" in words(awa.page(f"/conversations/{talk}"))
    assert not awa.page("/conversations").xpath("//nav//*[@data-unread]")
    assert "New since" not in words(awa.page(f"/conversations/{talk}"))


def test_ones_own_message_is_not_unread_and_becomes_read(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina = browser(cast.amina)
    assert not amina.page("/conversations").xpath("//nav//*[@data-unread]")
    assert "Read by" not in words(amina.page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0])
    browser(cast.awa).get(f"/conversations/{talk}")
    assert "Read by" in words(amina.page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0])


def test_what_one_writes_soon_after_another_is_read_as_one(cast: Cast, browser: Browsers) -> None:
    began = clock.now().replace(hour=12)
    said = [
        (cast.amina, 0, False),
        (cast.amina, 5, True),
        (cast.awa, 6, False),
        (cast.amina, 7, False),
        (cast.amina, 13, False),  # more than five minutes
        (cast.amina, 14, True),
    ]
    with clock.at(began - timedelta(days=1)):
        talk = group_of(cast.amina, cast.awa)
    for number, (person, minutes, _) in enumerate(said):
        with clock.at(began + timedelta(minutes=minutes)):
            say(person, talk, f"Message {number}", f"message-{number:05d}")
    page = browser(cast.amina).page(f"/conversations/{talk}")
    shown = page.xpath("//*[@data-messages]/*[contains(@class, 'message')]")[-len(said) :]
    assert ["goes-on" in one.get("class") for one in shown] == [goes_on for *_, goes_on in said]
    assert [one.xpath("string(*[@data-name])") for one in shown[:2]] == ["You", "You"]  # for who listens


def test_what_is_new_does_not_go_on_with_what_was_read(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    awa.get(f"/conversations/{talk}")
    say(cast.amina, talk, "And bring the annex.", "amina-00002")
    new = "//*[@id='new']/following-sibling::*[1]"
    assert "goes-on" not in awa.page(f"/conversations/{talk}").xpath(new)[0].get("class")
    shown = awa.page(f"/conversations/{talk}").xpath("//*[@data-messages]/*[@data-sequence]")
    assert "goes-on" in shown[-1].get("class")  # the premise: it is read by now


def test_catching_up_gives_what_was_missed_in_order_and_in_pages(
    cast: Cast, browser: Browsers, monkeypatch: object
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    for n in range(2, 302):
        say(cast.amina, talk, f"Message {n}", f"amina-{n:05d}")
    awa, after, got = browser(cast.awa), 0, []
    while True:
        answer = awa.json("GET", f"/api/v1/conversations/{talk}/entries?after={after}").json
        got += [message["sequence"] for message in answer["entries"]]
        if not answer["more"]:
            break
        after = got[-1]
    assert got == list(range(1, 302))


def test_older_messages_are_a_page_away(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    for n in range(2, 62):
        say(cast.amina, talk, f"Message {n}", f"amina-{n:05d}")
    amina = browser(cast.amina)
    page = amina.page(f"/conversations/{talk}")
    assert page.xpath("//*[@data-sequence]/@data-sequence") == [str(n) for n in range(12, 62)]
    older = amina.page(page.xpath("//a[@rel='prev']/@href")[0])
    assert older.xpath("//*[@data-sequence]/@data-sequence") == [str(n) for n in range(1, 12)]


def test_who_leaps_to_a_message_arrives_there_and_what_lies_between_stays_unread(
    cast: Cast, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (log, places):
        monkeypatch.setattr(module, "PAGE", 4)
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    awa.get(f"/conversations/{talk}")
    for number in range(2, 16):
        say(
            cast.amina,
            talk,
            f"Page {number}" + (" of the annex" * (number in (8, 14))),
            f"message-{number:04}",
        )

    def unread() -> list[str]:
        return awa.page("/conversations").xpath("//*[@data-conversations]//*[@class='count']/text()")

    found = awa.page(f"/conversations/search?q=annex&in={talk}").xpath("//*[@data-found]//a/@href")
    assert [one.rpartition("#")[2] for one in found] == ["message-14", "message-8"]
    for address in found:
        page, _, line = address.partition("#")
        assert awa.page(page).get_element_by_id(line) is not None
    onwards = awa.page(found[1].partition("#")[0]).xpath("//a[@rel='next']/@href")[0]
    page = awa.page(onwards.removesuffix("#message-9"))  # a few lines to remember by come first
    assert page.get_element_by_id("message-9") is not None
    assert (page.get_element_by_id("message-11") is not None, unread()) == (True, ["14"])
    awa.get(f"/conversations/{talk}")  # from what is new, page by page
    assert unread() == ["10"]
    awa.get(f"/conversations/{talk}?after=5")
    assert unread() == ["6"]
    awa.get(f"/conversations/{talk}?after=12")  # leapt again, but this is the end
    assert unread() == []


def test_reading_never_goes_back_nor_beyond_the_end(app: Flask, cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    say(cast.amina, talk, "Second", "amina-second")
    awa = browser(cast.awa)
    for sequence, expected in ((2, 2), (1, 2), (99, 2)):
        assert (
            awa.json("POST", f"/api/v1/conversations/{talk}/read", {"sequence": sequence}).status_code == 204
        )
        mine = queries.participation(db.session(), cast.awa.actor, talk)
        assert mine.last_read_sequence == expected
        db.session.rollback()


def test_a_conversation_is_found_only_while_one_takes_part(app: Flask, cast: Cast, browser: Browsers) -> None:
    from community.core import clock
    from community.core.unit_of_work import unit_of_work

    talk = talk_between(cast.amina, cast.awa)
    with unit_of_work() as session:
        queries.participation(session, cast.awa.actor, talk).left_at = clock.now()
    assert browser(cast.awa).get(f"/conversations/{talk}").status_code == 404
    with app.app_context():
        present = queries.present(db.session(), db.session.query(Conversation).one().id)
        assert [one.member_id for one in present] == [cast.amina.id]
