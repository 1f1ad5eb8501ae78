"""A thread as readers get it: its shape, catching up, live news, and hostile text that stays text."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from community.accounts import actions as accounts
from community.core.text import render_markdown, tidy
from community.core.unit_of_work import unit_of_work
from community.discussions.models import Reply, ReplyState, Thread
from community.stories.models import Story
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.discussions.talking import lose, replies_of, reply
from tests.line import Line
from tests.stories.writing import article, link, published

AnyBrowser = Callable[..., Browser]
NEVER = frozenset(
    "script style iframe object embed svg math form input img video audio link meta base".split()
)
Socket = Callable[[Person], Line]


@pytest.fixture
def story(cast: Cast) -> Story:
    return published(cast.lindiwe)


def follow_thread(line: Line, story: Story, after: int = 0) -> dict[str, Any]:
    return line.ask("thread.follow", story_id=story.id, after=after)


def test_oldest_first_below_what_they_answer(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    first = reply(cast.awa, story, "One")
    reply(cast.omar, story, "Two")
    below = reply(cast.jose, story, "Three", first)
    reply(cast.awa, story, "Four", below)
    reply(cast.omar, story, "Five", first)
    page = browser().page(f"/stories/{story.slug}")
    assert [one.get("data-sequence") for one in page.xpath("//*[@data-sequence]")] == list("13452")
    branch = page.xpath("//*[@id='reply-1']/../details/summary")[0]
    assert "3 replies" in words(branch)


def test_a_long_quarrel_stops_moving_in(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    last = None
    for turn in range(12):
        last = reply(cast.awa if turn % 2 else cast.omar, story, f"Turn {turn}", last)
    page = browser().page(f"/stories/{story.slug}")
    places = page.xpath("//*[@data-sequence]")
    assert [one.get("data-sequence") for one in places] == [str(number) for number in range(1, 13)]
    assert [len(one.xpath("ancestor::details[@class='branch']")) for one in places] == [0, 1, 2, 3, 4] + [
        5
    ] * 7


def test_what_is_removed_leaves_a_word_and_what_is_held_is_its_authors(
    cast: Cast, browser: AnyBrowser, story: Story
) -> None:
    removed, held = reply(cast.omar, story, "Removed words"), reply(cast.awa, story, "Held words")
    with unit_of_work() as session:
        session.get_one(Reply, removed.id).state = ReplyState.REMOVED
        session.get_one(Reply, held.id).state = ReplyState.HELD
        session.get_one(Thread, story.id).version += 1
    url = f"/stories/{story.slug}"
    for reader in (browser(), browser(cast.omar), browser(cast.lindiwe)):
        assert "was removed by a moderator" in reader.get(url).text
        assert "Removed words" not in reader.get(url).text
        assert "Held words" not in reader.get(url).text
        assert "Held words" not in reader.get(f"/api/v1{url}/replies").text
    assert "Held words" in browser(cast.awa).get(url).text


def test_authors_of_the_story_say_that_they_are(cast: Cast, browser: AnyBrowser) -> None:
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    reply(cast.awa, story, "I wrote it")
    reply(cast.omar, story, "I read it")
    page = browser().page(f"/stories/{story.slug}")
    assert "author of this story" in words(page.get_element_by_id("reply-1"))
    assert "author of this story" not in words(page.get_element_by_id("reply-2"))


def test_catching_up_by_number(cast: Cast, browser: AnyBrowser, story: Story) -> None:
    first = reply(cast.awa, story, "One")
    url = f"/stories/{story.slug}/replies"
    assert browser().get(f"{url}?after=1").status_code == 204
    reply(cast.omar, story, "Two", first)
    reply(cast.omar, story, "Three")
    piece = browser().page(f"{url}?after=1")
    told = piece.xpath("//ol[@data-newer-last]")[0]
    assert (told.get("data-newer-last"), told.get("data-title")) == ("3", "3 replies")
    assert told.get("data-sentence") == "2 new replies. Show them"
    assert [item.get("data-under") for item in told] == ["1", None]
    assert piece.xpath("//details/@data-branch-of") == ["1"]
    assert "1 new reply. Show it" in browser().get(f"{url}?after=2").text
    assert browser().get(f"{url}?after=nonsense").status_code == 200

    caught = browser().get(f"/api/v1{url}?after=1").json
    assert [(one["sequence"], one["parent"]) for one in caught["replies"]] == [(2, 1), (3, None)]
    assert (caught["last_sequence"], caught["more"]) == (3, False)


def test_a_reply_by_any_door_is_heard_by_who_follows(
    cast: Cast, browser: AnyBrowser, socket: Socket, story: Story
) -> None:
    other = published(cast.lindiwe, title="Another story")
    awa, jose = socket(cast.awa), socket(cast.jose)
    assert follow_thread(awa, story) == {"ok": True, "last_sequence": 0, "is_behind": False}
    assert follow_thread(jose, other)["ok"]
    url = f"/stories/{story.slug}/replies"
    browser(cast.omar).post(url, {"body": "By form", "client_id": "omar-form-1"})
    browser(cast.omar).json("POST", f"/api/v1{url}", {"body": "By JSON", "client_id": "omar-json-1"})
    heard = awa.heard("thread.reply", count=2)
    assert [(one["sequence"], one["name"]) for one in heard] == [(1, "Omar El-Sayed"), (2, "Omar El-Sayed")]
    assert "body" not in heard[0]
    assert jose.so_far("thread.reply") == []
    assert follow_thread(awa, story, after=1) == {"ok": True, "last_sequence": 2, "is_behind": True}


def test_what_was_rolled_back_is_not_told(cast: Cast, socket: Socket, story: Story) -> None:
    awa = socket(cast.awa)
    follow_thread(awa, story)
    lose(cast.omar, story, "Lost")
    reply(cast.omar, story, "Kept")
    heard = awa.heard("thread.reply")
    assert [one["reply_id"] for one in heard] == [replies_of(story)[0].id]
    assert awa.so_far("thread.reply") == heard


def test_a_draft_cannot_be_followed(cast: Cast, socket: Socket) -> None:
    draft = link(cast.lindiwe)
    assert follow_thread(socket(cast.awa), draft)["error"]["status"] == 404
    assert follow_thread(socket(cast.lindiwe), draft)["ok"]


def test_a_new_name_is_on_every_page(
    cast: Cast, browser: AnyBrowser, follow: Callable[[], None], story: Story
) -> None:
    reply(cast.awa, story, "One")
    reader, url = browser(), f"/stories/{story.slug}"
    asked = {"If-None-Match": reader.get(url).headers["ETag"]}
    with unit_of_work() as session:
        accounts.change_settings(
            session, cast.awa.actor, display_name="Awa Ba", native_name="", locale=None, time_zone="UTC"
        )
    follow()
    assert "Awa Ba" in reader.get(url, headers=asked).text


def assert_harmless(text: html.HtmlElement) -> None:
    for element in text.iter(etree.Element):
        assert element.tag not in NEVER
        assert not [name for name in element.attrib if name.startswith("on") or name in {"style", "src"}]
        assert urlsplit(element.get("href", "")).scheme in {"", "http", "https", "mailto"}


@pytest.mark.slow
def test_hostile_text_stays_text(cast: Cast, browser: AnyBrowser, story: Story, shared_data: Path) -> None:
    text = (shared_data / "security" / "xss-payload-list.txt").read_text()
    payloads = [line for line in text.splitlines() if line.strip()]
    assert len(payloads) > 6_000
    for payload in payloads:  # each alone, as it is stored
        assert_harmless(html.fragment_fromstring(render_markdown(tidy(payload)), create_parent=True))
    # And all of them together, on the page.
    batches = [payloads[start : start + 60] for start in range(0, len(payloads), 60)]
    bodies = [reply(cast.awa, story, "\n\n".join(batch)[:10_000]) for batch in batches]
    page = browser().page(f"/stories/{story.slug}")
    texts = page.xpath("//*[@data-thread]//*[@class='prose']")
    assert len(texts) == len(bodies)
    for shown in texts:
        assert_harmless(shown)
    assert [one.get("src") for one in page.xpath("//script")] == [
        one.get("src")
        for one in browser().page(f"/stories/{published(cast.lindiwe, title='Calm').slug}").xpath("//script")
    ]


def test_fifty_replies_fit_the_first_round_trips(
    cast: Cast, browser: AnyBrowser, story: Story, shared_data: Path
) -> None:
    text = (shared_data / "security" / "commonmark-spec.txt").read_text()
    prose = [word for word in text.split() if word.isalpha()]
    people = [cast.awa, cast.omar, cast.jose, cast.amina, cast.zhang_wei]
    last = None
    for number in range(50):
        body = " ".join(prose[number * 60 : number * 60 + 30 + number % 30])
        last = reply(people[number % 5], story, body, last if number % 3 else None)
    page = browser().get(f"/stories/{story.slug}").data
    assert len(gzip.compress(page, 6)) <= 14 * 1024


def test_one_drawing_serves_all_readers_but_no_form_leaks(
    cast: Cast, browser: AnyBrowser, story: Story
) -> None:
    reply(cast.awa, story, "One")
    url = f"/stories/{story.slug}"
    assert browser(cast.omar).page(url).xpath("//*[@id='reply-1']//a[contains(@href, 'reply_to')]")
    assert not browser().page(url).xpath("//*[@id='reply-1']//a[contains(@href, 'reply_to')]")
    assert not browser().page(url).xpath("//form[@data-reply-form]")
