"""What readers see: the order of lists, pins by name, pages that say when nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import feedparser
from lxml import etree
from lxml.html import HtmlElement

from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.stories import actions
from community.stories.models import Story
from tests.browser import Browser, words
from tests.cast import Cast
from tests.conftest import ORIGIN
from tests.stories.writing import article, link, published

AnyBrowser = Callable[..., Browser]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def titles(page: HtmlElement) -> list[str]:
    return [words(heading) for heading in page.xpath("//main//article//*[self::h2 or self::h3]")]


def three_days(cast: Cast) -> None:
    for days, title in ((2, "Two days ago"), (1, "Yesterday"), (0, "Today")):
        with clock.at(NOON - timedelta(days=days)):
            published(cast.lindiwe, title=title)


def test_newest_first_by_day(cast: Cast, browser: AnyBrowser) -> None:
    three_days(cast)
    with clock.at(NOON):
        page = browser().page("/")
    assert titles(page) == ["Today", "Yesterday", "Two days ago"]
    assert [words(day) for day in page.xpath("//h2[@class='day']")] == [
        "23 November 2026",
        "22 November 2026",
    ]
    assert "Newest first, by day." in words(page)


def test_a_pin_leads_in_its_editors_name_until_it_ends(cast: Cast, browser: AnyBrowser) -> None:
    three_days(cast)
    older = db.session.query(Story).filter_by(title="Two days ago").one()
    other = db.session.query(Story).filter_by(title="Yesterday").one()
    with clock.at(NOON):
        for editor, story, hours in ((cast.lindiwe, other, 9), (cast.rafael, older, 6)):
            with unit_of_work() as session:
                actions.pin_story(session, editor.actor, story.id, NOON + timedelta(hours=hours))
        page = browser().page("/")
    assert titles(page) == ["Two days ago", "Today", "Yesterday"]
    assert "pinned by Rafael Teixeira until" in words(page)
    assert "Lindiwe Mahlangu until" not in words(page)
    with clock.at(NOON + timedelta(hours=7)):
        assert titles(browser().page("/")) == ["Today", "Yesterday", "Two days ago"]


def test_older_and_newer_lead_through_every_story_once(cast: Cast, browser: AnyBrowser) -> None:
    for number in range(45):
        with clock.at(NOON - timedelta(hours=number)):
            published(cast.lindiwe, title=f"Story {number:02}")
    reader, url, seen = browser(), "/", []
    while url:
        page = reader.page(url)
        seen += titles(page)
        older = page.xpath("//nav[@class='pager']//a[@rel='next']")
        url = older[0].get("href") if older else ""
    assert seen == [f"Story {number:02}" for number in range(45)]
    newer = page.xpath("//nav[@class='pager']//a[@rel='prev']")[0].get("href")
    assert titles(reader.page(newer)) == seen[20:40]


def test_drafts_are_found_by_editors_only(cast: Cast, browser: AnyBrowser) -> None:
    story = link(cast.lindiwe)
    for outsider in (browser(), browser(cast.awa)):
        assert outsider.get(f"/stories/{story.slug}").status_code == 404
        assert outsider.get(f"/api/v1/stories/{story.slug}").status_code == 404
    page = browser(cast.rafael).page(f"/stories/{story.slug}")
    assert "Only the desk sees this page" in words(page)
    assert browser(cast.rafael).get(f"/api/v1/stories/{story.slug}").status_code == 200


def test_a_page_that_has_not_changed_is_not_sent_again(cast: Cast, browser: AnyBrowser) -> None:
    story = published(cast.lindiwe)
    reader, url = browser(), f"/stories/{story.slug}"
    tag = reader.get(url).headers["ETag"]
    asked = {"If-None-Match": tag}
    again = reader.get(url, headers=asked)
    assert again.status_code == 304
    assert not again.data
    assert reader.get(url, headers=asked | {"Accept-Language": "fr"}).status_code == 200
    with unit_of_work() as session:
        draft = actions.StoryDraft(
            kind=story.kind, title="Changed", source_url="https://a.example", source_name="A", editor_note="b"
        )
        actions.edit_story(session, cast.lindiwe.actor, story.id, story.version, draft)
    assert "Changed" in reader.get(url, headers=asked).text


def test_the_feed_is_one_that_readers_understand(cast: Cast, browser: AnyBrowser) -> None:
    published(cast.lindiwe, title="Ports & <b>risk</b>")
    published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    link(cast.lindiwe, title="A draft")
    feed = feedparser.parse(browser().get("/feed.atom").data)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        "What the port concession says about risk",
        "Ports & <b>risk</b>",
    ]
    assert feed.entries[0].author == "Awa Ndiaye"
    assert feed.entries[0].content[0].value == "<p>Three clauses <em>look</em> technical.</p>"


def test_the_site_map_lists_what_is_published(cast: Cast, browser: AnyBrowser) -> None:
    story, draft = published(cast.lindiwe), link(cast.lindiwe)
    text = browser().get("/sitemap.xml").data
    places = etree.fromstring(text).findall(".//{*}loc")
    assert f"{ORIGIN}/stories/{story.slug}" in [place.text for place in places]
    assert draft.slug.encode() not in text
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in browser().get("/robots.txt").text


def test_programs_list_draft_and_publish(cast: Cast, browser: AnyBrowser) -> None:
    body = {
        "kind": "link",
        "title": "By a program",
        "source_url": "https://ledger.example/x",
        "source_name": "Ledger",
        "editor_note": "Why.",
    }
    assert browser().json("POST", "/api/v1/stories", body).status_code == 401
    assert browser(cast.awa).json("POST", "/api/v1/stories", body).status_code == 403
    desk = browser(cast.lindiwe)
    made = desk.json("POST", "/api/v1/stories", body)
    assert made.status_code == 201
    assert made.json["status"] == "draft"
    assert desk.json("POST", "/api/v1/stories", body | {"source_url": "javascript:x"}).json["errors"][
        "source_url"
    ]
    assert browser().get("/api/v1/stories").json["stories"] == []
    url = f"/api/v1/stories/{made.json['slug']}/publish"
    assert browser(cast.awa).json("POST", url, {"version": made.json["version"]}).status_code == 403
    assert desk.json("POST", url, {"version": made.json["version"] + 1}).status_code == 409
    assert desk.json("POST", url, {"version": made.json["version"]}).json["status"] == "published"
    listed = browser().get("/api/v1/stories").json
    assert [one["title"] for one in listed["stories"]] == ["By a program"]
    assert listed["older"] is None


def test_the_rules_are_told(browser: AnyBrowser) -> None:
    assert "Newest first" in words(browser().page("/how-this-page-is-ordered"))
