"""Amina, a journalist on a deadline, writes to Awa; Omar has no business in it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.errors import CannotBeWrittenTo, EmptyMessage, MessageTooLong
from community.messaging.models import Conversation, Entry
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.messaging.talking import say, talk_between

Browsers = Callable[..., Browser]


def test_a_message_written_on_a_page_is_read_on_the_other_ones_page(cast: Cast, browser: Browsers) -> None:
    sent = browser(cast.amina).post(
        f"/people/{cast.awa.handle}/write", {"body": "The annex is *on page 14*.", "client_id": "amina-0001"}
    )
    assert sent.status_code == 302
    page = browser(cast.awa).page(sent.location.partition("#")[0])
    assert "The annex is on page 14." in words(page.get_element_by_id("main"))
    assert page.xpath("//*[@data-messages]//em[text()='on page 14']")


def test_whoever_is_not_in_it_does_not_find_it(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    omar = browser(cast.omar)
    for answer in (
        omar.get(f"/conversations/{talk}"),
        omar.post(f"/conversations/{talk}", {"body": "Hello", "client_id": "omar-00001"}),
        omar.json("GET", f"/api/v1/conversations/{talk}"),
        omar.json("GET", f"/api/v1/conversations/{talk}/entries"),
        omar.json(
            "POST", f"/api/v1/conversations/{talk}/messages", {"body": "Hi", "client_id": "omar-00002"}
        ),
        omar.json("POST", f"/api/v1/conversations/{talk}/read", {"sequence": 1}),
    ):
        assert answer.status_code == 404, answer.request.url
    assert talk not in omar.get("/conversations").text
    assert (
        browser(cast.awa).get(f"/conversations/{talk}").status_code == 200
    )  # the premise: the address is right


def test_whoever_is_signed_out_is_asked_to_sign_in(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    answer = browser().get(f"/conversations/{talk}")
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in")
    assert browser().json("GET", "/api/v1/conversations").status_code == 401


def test_the_same_client_id_is_one_message(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    numbers = {say(cast.amina, talk, "Are you there?", "amina-again") for _ in range(5)}
    assert numbers == {2}
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 2


def test_two_people_may_use_the_same_client_id(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    assert say(cast.amina, talk, "Now?", "same-for-both") == 2
    assert say(cast.awa, talk, "Now.", "same-for-both") == 3


@pytest.mark.parametrize("same_id", [True, False], ids=["one message sent by all", "each its own"])
def test_numbers_have_no_gap_when_many_send_at_once(app: Flask, cast: Cast, same_id: bool) -> None:
    talk = talk_between(cast.amina, cast.awa)
    people, numbers, barrier = (cast.amina, cast.awa), [], threading.Barrier(8)

    def send(n: int) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            for turn in range(4):
                client_id = "always-the-same" if same_id else f"sender-{n}-{turn}"
                person = people[0] if same_id else people[n % 2]
                numbers.append(say(person, talk, f"{n}.{turn}", client_id))
            db.session.remove()

    threads = [threading.Thread(target=send, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(numbers) == ([2] * 32 if same_id else list(range(2, 34)))


def test_two_who_open_it_at_once_find_themselves_in_one_conversation(app: Flask, cast: Cast) -> None:
    amina, awa, found, barrier = cast.amina, cast.awa, [], threading.Barrier(2)

    def write(one: Person, other: Person) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            found.append(talk_between(one, other))
            db.session.remove()

    threads = [threading.Thread(target=write, args=pair) for pair in ((amina, awa), (awa, amina))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == 2
    assert len(set(found)) == 1
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_nobody_writes_to_themselves_or_to_whoever_has_not_joined(cast: Cast, session: Session) -> None:
    amina, awa = cast.amina, cast.awa
    with pytest.raises(NotFound), unit_of_work() as writing:
        queries.with_whom(writing, amina.actor, amina.handle)
    with unit_of_work() as writing:
        queries.with_whom(writing, amina.actor, awa.handle).claimed_at = None
    with pytest.raises(CannotBeWrittenTo), unit_of_work() as writing:
        actions.open_conversation(writing, amina.actor, writing.get_one(Member, awa.id))


@pytest.mark.parametrize(
    ("body", "refusal"),
    [("", EmptyMessage), (" \n\t\u202e", EmptyMessage), ("x" * 10_001, MessageTooLong)],
    ids=["nothing", "only what is not seen", "too long"],
)
def test_what_is_no_message_is_refused_and_takes_no_number(
    cast: Cast, body: str, refusal: type[Exception]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(refusal):
        say(cast.amina, talk, body, "refused-message")
    assert say(cast.amina, talk, "A real one", "real-message") == 2


def test_a_page_keeps_what_was_typed_when_it_is_refused(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    answer = browser(cast.amina).post(
        f"/conversations/{talk}", {"body": "y" * 10_001, "client_id": "too-long-01"}
    )
    assert answer.status_code == 422
    assert "y" * 10_001 in answer.text
    assert "at most 10000 characters" in answer.text


def test_hostile_markup_comes_out_as_text(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa, "<img src=x onerror=alert(1)> [click](javascript:alert(1))")
    page = browser(cast.awa).page(f"/conversations/{talk}")
    bubble = page.xpath("//*[@data-messages]//*[contains(@class, 'bubble')]")[0]
    assert not bubble.xpath(".//img | .//script | .//a[starts-with(@href, 'javascript')]")
    assert "<img src=x onerror=alert(1)>" in words(bubble)
