"""Amina looks for what was said: in her own conversations, in any script, and not for what is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from community.core import clock
from community.messaging import actions, jobs, queries
from community.messaging.queries.searching import PAGE
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.messaging.talking import add, do, group_of, request_from, say, talk_between

Browsers = Callable[..., Browser]


def found(session: Session, person: Person, query: str, **more: str) -> list[str]:
    session.rollback()
    return [one.body for one in queries.search(session, person.actor, query, **more).entries]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("The loan is signed.", "loans"),
        ("L’économie du cobalt", "economie"),
        ("José called.", "jose"),
        ("附件在第十四页，请看。", "十四页"),
        ("附件在第十四頁。", "十四页"),
        ("请问张伟什么时候方便", "张伟"),
        ("张伟 is here.", "Zhang Wei"),
        ("Zhang Wei is here.", "张伟"),
        ("مرحبا بكم في القاهرة", "القاهره"),
        ("وصل الى القاهرة", "قاهرة"),
        ("It is on page 14 of the annex.", '"page 14"'),
        ("See 100% of it_all\\now.", "it_all now"),
    ],
)
def test_it_is_found_as_the_directory_would(cast: Cast, session: Session, said: str, asked: str) -> None:
    talk = talk_between(cast.amina, cast.awa, "Good morning.")
    say(cast.awa, talk, said, "awa-says-it")
    say(cast.awa, talk, "Something else entirely: 14 of a page, it all.", "awa-something")
    assert found(session, cast.amina, asked) == [said]


def test_all_words_are_wanted_and_no_pattern_is_one(cast: Cast, session: Session) -> None:
    talk_between(cast.amina, cast.awa, "The annex is signed.")
    assert found(session, cast.amina, "annex signed")
    for nothing in ("annex burnt", "%", "_", "ann%", "an", "", '"signed annex"', "' OR 1=1 --"):
        assert not found(session, cast.amina, nothing), nothing


def test_nobody_finds_what_is_not_theirs_to_read(cast: Cast, session: Session, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa)
    say(cast.amina, talk, "Kwitonda before Omar came.", "before-omar")
    add(cast.amina, talk, cast.omar)
    do(actions.accept_request, cast.omar, talk)
    say(cast.awa, talk, "Kwitonda when Omar was there.", "with-omar-1")
    both = ["Kwitonda when Omar was there.", "Kwitonda before Omar came."]
    assert found(session, cast.awa, "Kwitonda") == both  # the premise
    assert found(session, cast.omar, "Kwitonda") == both[:1]
    assert found(session, cast.jose, "Kwitonda") == []
    jose = browser(cast.jose)
    assert jose.get(f"/conversations/search?q=Kwitonda&in={talk}").status_code == 404
    assert jose.json("GET", f"/api/v1/messages?q=Kwitonda&in={talk}").status_code == 404
    assert jose.json("GET", "/api/v1/messages?q=Kwitonda").json["messages"] == []
    assert browser().get("/conversations/search?q=Kwitonda").status_code == 302
    do(actions.leave, cast.omar, talk)
    assert found(session, cast.omar, "Kwitonda") == []


def test_a_blocked_ones_words_are_found_by_their_author_only(cast: Cast, session: Session) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.block, cast.awa, cast.amina.handle)
    say(cast.amina, talk, "Kwitonda, please.", "amina-unheard")
    assert found(session, cast.amina, "Kwitonda")
    assert not found(session, cast.awa, "Kwitonda")


def test_a_declined_request_is_not_searched(cast: Cast, session: Session) -> None:
    talk = request_from(cast.amina, cast.awa, "Kwitonda?")
    assert found(session, cast.awa, "Kwitonda")  # it waits in her requests
    do(actions.decline_request, cast.awa, talk)
    assert not found(session, cast.awa, "Kwitonda")


def test_what_was_edited_deleted_or_has_disappeared_is_not_found(cast: Cast, session: Session) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_expiry, cast.awa, talk, 1)
    for number, word in enumerate(("edited", "deleted", "expired"), start=3):
        assert say(cast.amina, talk, f"Kwitonda, {word}.", f"amina-{word}") == number
    assert len(found(session, cast.awa, "Kwitonda")) == 3
    do(actions.edit_message, cast.amina, talk, 3, "Somebody, edited.")
    assert len(found(session, cast.awa, "Kwitonda")) == 2
    assert found(session, cast.awa, "edited") == ["Somebody, edited."]
    do(actions.delete_message, cast.amina, talk, 4)
    assert found(session, cast.awa, "Kwitonda") == ["Kwitonda, expired."]
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert found(session, cast.awa, "Kwitonda") == []
        jobs.remove_expired()
    assert found(session, cast.awa, "Kwitonda") == []


def test_the_page_quotes_where_it_was_said_and_leads_there(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa, "The <b>annex</b> of the *loan* is on page 14.")
    other = group_of(cast.amina, cast.awa, title="Another annex")
    say(cast.amina, other, "This annex too.", "another-one")
    awa = browser(cast.awa)
    page = awa.page("/conversations/search?q=annexes")
    first, second = page.xpath("//*[@data-found]/li")
    assert "Another annex" in words(first)
    assert second.xpath(".//mark")[0].text == "annex"
    assert "The <b>annex</b> of the loan is on page 14." in words(second)
    address = second.xpath(".//a/@href")[0]
    assert address == f"/conversations/{talk}#message-1"
    assert awa.page(address.partition("#")[0]).get_element_by_id("message-1") is not None
    one = awa.page(f"/conversations/search?q=annex&in={talk}")
    assert len(one.xpath("//*[@data-found]/li")) == 1
    assert "No message has these words" in awa.get("/conversations/search?q=burnt").text


def test_there_is_a_page_after_the_first(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    for number in range(PAGE + 3):
        say(cast.amina, talk, f"The annex, once more ({number}).", f"annex-{number:04d}")
    awa = browser(cast.awa)
    for query in ("annex", "%22once+more%22"):
        page = awa.page(f"/conversations/search?q={query}")
        assert len(page.xpath("//*[@data-found]/li")) == PAGE
        [older] = page.xpath("//a[@rel='next']/@href")
        assert len(awa.page(older).xpath("//*[@data-found]/li")) == 3
    told = awa.json("GET", "/api/v1/messages?q=annex&page=2").json
    assert (len(told["messages"]), told["more"]) == (3, False)
    assert told["messages"][0]["text"][slice(*told["messages"][0]["highlights"][0])] == "annex"
