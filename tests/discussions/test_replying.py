"""Replying, by form and JSON: who may, once, in order, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.discussions import actions
from community.discussions.actions import ReplyDraft
from community.discussions.models import Reply, Thread
from community.stories.models import Story
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.discussions.talking import lose, replies_of, reply
from tests.stories.writing import link, published

AnyBrowser = Callable[..., Browser]


@pytest.fixture
def story(cast: Cast) -> Story:
    return published(cast.lindiwe)


def test_a_reply_by_form_stands_where_the_page_goes(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    first = reply(cast.awa, story, "What does the annex say?")
    answer = browser(cast.omar).post(
        f"/stories/{story.slug}/replies",
        {"body": "See *page 14*.", "parent": first.sequence, "client_id": "omar-page-14"},
    )
    assert answer.status_code == 302
    assert answer.location == f"/stories/{story.slug}#reply-2"
    page = browser().page(f"/stories/{story.slug}")
    below = page.xpath("//*[@id='reply-1']/../details//*[@id='reply-2']")
    assert "See page 14." in words(below[0])
    assert "2 replies" in words(page.get_element_by_id("thread-title"))


def test_only_members_reply(browser: AnyBrowser, cast: Cast, story: Story) -> None:
    url, said = f"/stories/{story.slug}/replies", {"body": "Hello", "client_id": "a-reader-1"}
    assert browser().post(url, said).status_code == 401
    assert browser().json("POST", f"/api/v1{url}", said).status_code == 401
    assert replies_of(story) == []
    assert browser(cast.awa).json("POST", f"/api/v1{url}", said).status_code == 201


def test_what_readers_cannot_see_cannot_be_answered(cast: Cast, browser: AnyBrowser) -> None:
    draft = link(cast.lindiwe)
    url, said = f"/stories/{draft.slug}/replies", {"body": "Hello", "client_id": "too-early-1"}
    for door in (browser(cast.awa).post(url, said), browser(cast.awa).json("POST", f"/api/v1{url}", said)):
        assert door.status_code == 404
    assert browser(cast.awa).get(url).status_code == 404
    assert (
        browser(cast.lindiwe).post(url, said).status_code == 409
    )  # the editor sees it, but it has no thread


def test_a_closed_thread_refuses_and_keeps_the_text(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    with unit_of_work() as session:
        session.get_one(Thread, story.id).is_open = False
    url, said = f"/stories/{story.slug}/replies", {"body": "One more thing", "client_id": "too-late-1"}
    answer = browser(cast.awa).post(url, said)
    assert answer.status_code == 409
    assert "This discussion is closed." in answer.text
    assert "One more thing" in answer.text
    assert browser(cast.awa).json("POST", f"/api/v1{url}", said).json["code"] == "thread_closed"
    assert replies_of(story) == []


@pytest.mark.parametrize("body", ["", " \n ", "x" * 10_001])
def test_an_unfit_text_is_refused_at_its_field(
    cast: Cast, browser: AnyBrowser, story: Story, body: str
) -> None:
    url, said = f"/stories/{story.slug}/replies", {"body": body, "client_id": "awa-unfit-1"}
    answer = browser(cast.awa).post(url, said)
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text
    assert body.strip() in answer.text
    assert "body" in browser(cast.awa).json("POST", f"/api/v1{url}", said).json["errors"]
    assert replies_of(story) == []


def test_the_form_opens_below_what_is_answered(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    reply(cast.awa, story, "First")
    reply(cast.awa, story, "Second")
    url = f"/stories/{story.slug}?reply_to=1"
    page = browser(cast.omar).page(url)
    form = page.xpath("//*[@id='reply-1']/..//form[@data-reply-form]")[0]
    assert form.xpath(".//*[@name='parent']")[0].get("value") == "1"
    assert "Your reply to Awa Ndiaye" in words(form)
    assert len(page.xpath("//form[@data-reply-form]")) == 1
    assert not browser().page(url).xpath("//form[@data-reply-form]")  # a reader has none
    assert browser(cast.omar).page(f"/stories/{story.slug}?reply_to=77").xpath("//*[@data-reply-home]//form")


def test_the_same_form_twice_is_one_reply_and_other_words_are_another(
    cast: Cast, browser: AnyBrowser, story: Story
) -> None:
    awa, url = browser(cast.awa), f"/stories/{story.slug}/replies"
    for body in ("Once", "Once", "Then back, and other words"):
        assert awa.post(url, {"body": body, "client_id": "one-form-only"}).status_code == 302
    assert [one.body for one in replies_of(story)] == ["Once", "Then back, and other words"]


def test_one_client_id_is_one_reply(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    awa, url = browser(cast.awa), f"/api/v1/stories/{story.slug}/replies"
    answers = [awa.json("POST", url, {"body": "Once", "client_id": "awa-once-1"}) for _try in range(20)]
    assert {answer.json["sequence"] for answer in answers} == {1}
    other = published(cast.lindiwe, title="Another story")
    stray = awa.json(
        "POST", f"/api/v1/stories/{other.slug}/replies", {"body": "x", "client_id": "awa-once-1"}
    )
    assert stray.status_code == 422
    # Somebody else's id is their own.
    assert (
        browser(cast.omar).json("POST", url, {"body": "Mine", "client_id": "awa-once-1"}).json["sequence"]
        == 2
    )


@contextmanager
def _a_context_of_its_own(app: Flask) -> Iterator[None]:
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()


def _post(app: Flask, person: Person, draft: ReplyDraft) -> int:
    with _a_context_of_its_own(app), unit_of_work() as session:
        return actions.post_reply(session, person.actor, draft).sequence


def test_sent_twenty_times_at_once_it_is_there_once(app: Flask, cast: Cast, story: Story) -> None:
    draft = ReplyDraft(story.id, None, "At once", "awa-at-once")
    awa = cast.awa
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _try: _post(app, awa, draft), range(20)))
    assert set(numbers) == {1}
    assert [one.sequence for one in replies_of(story)] == [1]


def test_eight_at_once_leave_no_gap(app: Flask, cast: Cast, story: Story) -> None:
    people = [
        cast.awa,
        cast.jose,
        cast.amina,
        cast.omar,
        cast.zhang_wei,
        cast.chen_hao,
        cast.rafael,
        cast.ada,
    ]
    jobs = [
        (person, ReplyDraft(story.id, None, f"{person.name} {turn}", f"{person.handle}-turn-{turn}"))
        for turn in range(5)
        for person in people
    ]
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda job: _post(app, *job), jobs))
    assert sorted(numbers) == list(range(1, 41))
    assert [one.sequence for one in replies_of(story)] == list(range(1, 41))
    thread = db.session.get_one(Thread, story.id, populate_existing=True)
    assert (thread.last_sequence, thread.reply_count, thread.version) == (40, 40, 40)


def test_a_refused_reply_leaves_no_number_behind(cast: Cast, story: Story) -> None:
    lose(cast.awa, story, "Lost")
    assert reply(cast.awa, story, "Kept").sequence == 1
    assert db.session.scalar(select(func.count()).select_from(Reply)) == 1


def test_a_reply_answers_one_of_the_same_thread(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    reply(cast.awa, story, "Here")
    other = published(cast.lindiwe, title="Another story")
    url = f"/stories/{other.slug}/replies"
    said = {"body": "My words", "parent": 1, "client_id": "omar-stray-1"}
    answer = browser(cast.omar).post(url, said)
    assert answer.status_code == 409
    assert "My words" in answer.text
    assert browser(cast.omar).json("POST", f"/api/v1{url}", said).status_code == 409
