"""The desk by its pages: what editors can do, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from community.core import clock
from community.core.db import db
from community.stories.jobs import publish_scheduled
from community.stories.models import Status, Story, Thread
from tests.browser import Browser, words
from tests.cast import Cast
from tests.stories.writing import article, link, published

TYPED = {
    "title": "José’s loan: 张伟 answers",
    "standfirst": "A short one.",
    "language": "en",
    "section": "debt",
    "source_url": "https://ledger.example/loan",
    "source_name": "Lusaka Ledger",
    "source_language": "fr",
    "source_country": "ZM",
    "editor_note": "Read the annex.",
    "countries-0": "ZM",
    "countries-1": "CN",
}
DOORS = (
    "/desk",
    "/desk/links/new",
    "/desk/articles/new",
    "/desk/stories/{}/edit",
)
POSTS = ("steps/publish", "steps/withdraw", "pin", "unpin")

AnyBrowser = Callable[..., Browser]


@pytest.mark.parametrize("door", DOORS)
def test_the_desk_opens_to_editors_only(cast: Cast, browser: AnyBrowser, door: str) -> None:
    url = door.format(link(cast.lindiwe).id)
    assert browser().get(url).status_code == 302  # to sign in
    assert browser(cast.awa).get(url).status_code == 403
    assert browser(cast.rafael).get(url).status_code == 200


@pytest.mark.parametrize("act", POSTS)
def test_only_editors_move_a_story(cast: Cast, browser: AnyBrowser, act: str) -> None:
    story = published(cast.lindiwe) if act != "steps/publish" else link(cast.lindiwe)
    url, data = f"/desk/stories/{story.id}/{act}", {"version": story.version, "hours": 24}
    assert browser().post(url, data).status_code == 401
    assert browser(cast.awa).post(url, data).status_code == 403
    assert browser(cast.lindiwe).post(url, data).status_code == 302


def test_a_link_from_the_form_to_the_front_page(cast: Cast, browser: AnyBrowser) -> None:
    desk, reader = browser(cast.lindiwe), browser()
    saved = desk.post("/desk/links/new", TYPED | {"act": "save"})
    story = db.session.query(Story).one()
    assert saved.location == f"/desk/stories/{story.id}/edit"
    assert story.slug == "joses-loan-zhang-wei-answers"
    assert story.status == Status.DRAFT
    assert reader.get(f"/stories/{story.slug}").status_code == 404
    assert desk.get(f"/stories/{story.slug}").status_code == 200

    shown = desk.page(saved.location)
    kept = dict(shown.forms[-2].form_values())
    assert kept["source_url"] == TYPED["source_url"]
    assert kept["countries-1"] == "CN"

    sent = desk.post(saved.location, TYPED | {"version": kept["version"], "act": "publish"})
    assert sent.location == "/desk?list=published"
    front = reader.page("/")
    assert TYPED["title"] in words(front)
    assert "Lusaka Ledger, French" in words(front)
    assert "Editor’s note, Lindiwe Mahlangu" in words(front)
    assert db.session.get(Thread, story.id) is not None


def test_an_article_names_its_authors_and_who_let_it_pass(cast: Cast, browser: AnyBrowser) -> None:
    desk = browser(cast.rafael)
    typed = {
        "title": "Risk",
        "language": "en",
        "section": "",
        "body": "# Three clauses\n\n<script>x</script>",
    }
    refused = desk.post("/desk/articles/new", typed | {"byline-0": "nobody-here", "act": "publish"})
    assert refused.status_code == 422
    assert "Nobody here has the handle" in refused.text
    assert "# Three clauses" in refused.text  # what was typed is kept
    assert db.session.query(Story).count() == 0  # publish or nothing

    unsigned = desk.post("/desk/articles/new", typed | {"act": "publish"})
    assert unsigned.status_code == 422
    assert "An article is signed" in unsigned.text

    assert (
        desk.post("/desk/articles/new", typed | {"byline-0": cast.awa.handle, "act": "publish"}).status_code
        == 302
    )
    page = browser().page("/stories/risk")
    assert "reviewed by Rafael Teixeira" in words(page)
    assert "Awa Ndiaye" in words(page)
    text = page.xpath("//*[contains(@class, 'story-body')]")[0]
    assert not text.xpath(".//script")
    assert text.xpath(".//h2")
    assert "Risk" in words(browser().page("/analysis"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "A story needs a title."),
        ("title", "x" * 301, "At most 300 characters."),
        ("source_url", "javascript:alert(1)", "starts with https://"),
        ("source_url", "//elsewhere.example", "starts with https://"),
        ("source_url", "", "A link needs the address of its source."),
        ("editor_note", " ", "why readers should follow"),
        ("section", "gossip", "Not a valid choice"),
        ("publish_at", "tomorrow", "Not a valid datetime"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, browser: AnyBrowser, field: str, value: str, said: str
) -> None:
    answer = browser(cast.lindiwe).post("/desk/links/new", TYPED | {field: value, "act": "publish"})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert TYPED["standfirst"] in answer.text


def test_all_that_a_link_lacks_is_said_at_once(cast: Cast, browser: AnyBrowser) -> None:
    lacking = TYPED | {"source_url": "", "source_name": "", "editor_note": "", "act": "publish"}
    answer = browser(cast.lindiwe).post("/desk/links/new", lacking)
    assert answer.status_code == 422
    told = browser(cast.lindiwe).parsed(answer).xpath("//*[@data-error-summary]//a/@href")
    assert told == ["#source_url", "#source_name", "#editor_note"]


def test_preview_shows_and_saves_nothing(cast: Cast, browser: AnyBrowser) -> None:
    answer = browser(cast.lindiwe).post(
        "/desk/articles/new",
        {"title": "Risk", "language": "en", "section": "", "body": "so *very* much", "act": "preview"},
    )
    assert answer.status_code == 200
    assert "so <em>very</em> much" in answer.text
    assert db.session.query(Story).count() == 0


def test_two_editors_cannot_overwrite_each_other_unseen(cast: Cast, browser: AnyBrowser) -> None:
    story = link(cast.lindiwe)
    url, seen = f"/desk/stories/{story.id}/edit", story.version
    assert browser(cast.rafael).post(url, TYPED | {"version": seen, "act": "save"}).status_code == 302
    late = browser(cast.lindiwe).post(url, TYPED | {"version": seen, "title": "Mine", "act": "save"})
    assert late.status_code == 409
    assert "Somebody changed this" in late.text
    assert 'value="Mine"' in late.text
    db.session.rollback()
    assert db.session.get_one(Story, story.id, populate_existing=True).title == TYPED["title"]


def test_a_published_address_stays(cast: Cast, browser: AnyBrowser) -> None:
    story = published(cast.lindiwe)
    slug = story.slug
    change = TYPED | {"version": story.version, "title": "Another title", "act": "save"}
    assert browser(cast.lindiwe).post(f"/desk/stories/{story.id}/edit", change).status_code == 302
    assert "Another title" in words(browser().page(f"/stories/{slug}"))
    assert link(cast.lindiwe).slug == f"{slug}-2"


def test_scheduled_in_the_editors_own_time(cast: Cast, browser: AnyBrowser) -> None:
    desk = browser(cast.lindiwe)
    moment = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
    answer = desk.post("/desk/links/new", TYPED | {"publish_at": "2031-03-05T09:30", "act": "schedule"})
    assert answer.location == "/desk?list=scheduled"
    assert TYPED["title"] in words(desk.page("/desk?list=scheduled"))
    publish_scheduled()
    assert TYPED["title"] not in words(browser().page("/"))
    with clock.at(moment + timedelta(minutes=1)):
        publish_scheduled()
        publish_scheduled()
        assert TYPED["title"] in words(browser().page("/"))
    story = db.session.query(Story).populate_existing().one()
    assert story.published_at == moment
    assert story.status == Status.PUBLISHED


def test_what_is_withdrawn_is_gone_for_readers_and_comes_back(cast: Cast, browser: AnyBrowser) -> None:
    story = published(cast.lindiwe)
    desk, first = browser(cast.lindiwe), story.published_at
    desk.post(f"/desk/stories/{story.id}/steps/withdraw", {"version": story.version})
    assert browser().get(f"/stories/{story.slug}").status_code == 404
    again = db.session.get_one(Story, story.id, populate_existing=True)
    desk.post(f"/desk/stories/{story.id}/steps/publish", {"version": again.version})
    assert browser().get(f"/stories/{story.slug}").status_code == 200
    assert db.session.get_one(Story, story.id, populate_existing=True).published_at == first


def test_a_step_that_is_not_open_is_refused(cast: Cast, browser: AnyBrowser) -> None:
    story = link(cast.lindiwe)
    url = f"/desk/stories/{story.id}/steps/withdraw"
    assert browser(cast.lindiwe).post(url, {"version": story.version}).status_code == 409
    assert browser(cast.lindiwe).post(f"/desk/stories/{story.id}/steps/explode").status_code == 404


def test_an_article_needs_all_its_parts_before_it_is_moved_on(cast: Cast, browser: AnyBrowser) -> None:
    story = article(cast.lindiwe)
    answer = browser(cast.lindiwe).post(f"/desk/stories/{story.id}/steps/publish", {"version": story.version})
    assert answer.location == f"/desk/stories/{story.id}/edit"
    assert browser().get(f"/stories/{story.slug}").status_code == 404
