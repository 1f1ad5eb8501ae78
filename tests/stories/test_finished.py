"""Pages that are kept for readers: in the coding of each, never stale, never anybody's own."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import brotli
import pytest
from flask import Flask, template_rendered

from community.core.unit_of_work import unit_of_work
from community.discussions.actions import ReplyDraft, post_reply
from community.stories import actions
from tests.browser import Browser
from tests.cast import Cast
from tests.conftest import ORIGIN
from tests.stories.writing import article, published

AnyBrowser = Callable[..., Browser]
LISTS = ("/", "/analysis")


@contextmanager
def drawn(app: Flask) -> Iterator[list[str]]:
    """The templates that are drawn meanwhile."""
    names: list[str] = []

    def note(sender: Flask, template: object, **more: object) -> None:
        names.append(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        yield names


def test_a_page_is_drawn_once_for_all_codings(cast: Cast, browser: AnyBrowser, app: Flask) -> None:
    url = f"/stories/{published(cast.lindiwe, title='Once for all').slug}"
    unpack = {"br, gzip": brotli.decompress, "gzip, deflate": gzip.decompress, "identity": bytes, "": bytes}
    with drawn(app) as names:
        answers = {accepted: browser().get(url, headers={"Accept-Encoding": accepted}) for accepted in unpack}
    assert names.count("stories/show.html") == 1
    assert len({unpack[accepted](answer.data) for accepted, answer in answers.items()}) == 1
    assert [answer.content_encoding for answer in answers.values()] == ["br", "gzip", None, None]
    for answer in answers.values():
        assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= set(answer.vary)


@pytest.mark.parametrize("coding", ["br", "gzip", "deflate", "identity"])
@pytest.mark.parametrize("url", LISTS)
def test_a_list_that_has_not_changed_is_not_sent_again(
    cast: Cast, browser: AnyBrowser, url: str, coding: str
) -> None:
    published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    asked = {"Accept-Encoding": coding}
    first = browser().get(url, headers=asked)
    again = browser().get(url, headers=asked | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert set(again.vary) == set(first.vary)


@pytest.mark.parametrize("url", LISTS)
def test_a_list_shows_each_change_at_once(cast: Cast, browser: AnyBrowser, url: str) -> None:
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa, title="Before"))
    reader, amina = browser(), cast.amina.actor
    assert "Before" in reader.get(url).text
    with unit_of_work() as session:
        post_reply(session, amina, ReplyDraft(story.id, None, "Page 14.", client_id="amina-0001"))
    assert "1 reply" in reader.get(url).text
    published(cast.lindiwe, article(cast.lindiwe, cast.awa, title="After it"))
    assert "After it" in reader.get(url).text
    with unit_of_work() as session:
        actions.withdraw_story(session, cast.lindiwe.actor, story.id, story.version)
    assert "Before" not in reader.get(url).text


@pytest.mark.parametrize("url", LISTS)
def test_what_is_kept_is_nobodys_own(cast: Cast, browser: AnyBrowser, url: str) -> None:
    published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    assert "Amina Kariuki" in browser(cast.amina).get(url).text
    assert "Amina Kariuki" not in browser().get(url).text
    assert browser(cast.amina).get(url, headers={"If-None-Match": browser().get(url).headers["ETag"]}).data
    told = browser()
    with told.client.session_transaction(base_url=ORIGIN) as cookie:
        cookie["_flashes"] = [("info", "For one reader only.")]
    assert "For one reader only." in told.get(url).text
    assert told.get(url).text == browser().get(url).text


def test_a_reader_gets_the_language_and_the_page_they_ask_for(cast: Cast, browser: AnyBrowser) -> None:
    published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    pages = [
        browser().get(url, headers={"Accept-Language": language}).text
        for url in LISTS
        for language in ("en", "fr", "ar")
    ]
    assert len(set(pages)) == 6
    assert 'lang="ar" dir="rtl"' in browser().get("/?lang=ar").text
