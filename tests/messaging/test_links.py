"""A link to a story or a profile unfolds to what every member may see of it; a mention names and counts; one begins to
write from a reply and from a shortlist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from community.core.unit_of_work import unit_of_work
from community.directory.indexing import rebuild_index
from community.messaging import actions
from community.profiles.models import Audience, Profile
from community.profiles.taxonomy import ensure_topics
from community.stories.models import Status, Story
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.discussions.talking import reply
from tests.line import Line
from tests.messaging.talking import do, group_of, say, talk_between
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin, put
from tests.stories.writing import article, published

Browsers = Callable[..., Browser]
ORIGIN = "http://localhost"


@pytest.fixture
def topics(app: Flask) -> None:
    """Profiles stand on the taxonomy."""
    ensure_topics()
    rebuild_index()


def cards(browser: Browser, talk: str) -> list[tuple[str, str]]:
    page = browser.page(f"/conversations/{talk}")
    return [(one.get("href"), words(one)) for one in page.xpath("//*[@class='cards']//a")]


def test_a_story_unfolds_to_its_title_and_byline(cast: Cast, browser: Browsers) -> None:
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    talk = talk_between(cast.amina, cast.awa, f"See {ORIGIN}/stories/{story.slug}#reply-2 for that.")
    [(url, said)] = cards(browser(cast.awa), talk)
    assert url == f"/stories/{story.slug}"
    assert said == f"{story.title} Awa Ndiaye"


@pytest.mark.parametrize(
    "text",
    [
        "https://elsewhere.example/stories/{slug}",
        "https://elsewhere.example/?next=http://localhost/stories/{slug}",
        "http://localhost.example/stories/{slug}",
        "`http://localhost/stories/{slug}`",
        "http://localhost/stories/no-such-story",
        "http://localhost/people/nobody-here",
        "/stories/{slug}",
    ],
    ids=["elsewhere", "behind it", "a longer name", "code", "no story", "nobody", "no link"],
)
def test_nothing_else_unfolds(cast: Cast, browser: Browsers, text: str) -> None:
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    talk = talk_between(cast.amina, cast.awa, text.format(slug=story.slug))
    assert cards(browser(cast.awa), talk) == []


def test_what_not_every_member_may_see_stays_a_link(topics: None, cast: Cast, browser: Browsers) -> None:
    publish(cast.jose)
    draft = article(cast.lindiwe, cast.awa)
    talk = talk_between(
        cast.lindiwe, cast.awa, f"{ORIGIN}/stories/{draft.slug} and {ORIGIN}/people/{cast.jose.handle}"
    )
    for audience, shown in ((Audience.PUBLIC, 1), (Audience.MEMBERS, 1), (Audience.JOURNALISTS, 0)):
        with unit_of_work() as session:
            session.get_one(Profile, cast.jose.id).audience = audience
        for person in (cast.lindiwe, cast.awa):  # also who may see more: the other one is told the same
            assert len(cards(browser(person), talk)) == shown, audience
    published(cast.lindiwe, draft)
    assert [url for url, _ in cards(browser(cast.awa), talk)] == [f"/stories/{draft.slug}"]


def test_a_card_says_what_is_true_now_and_goes_with_its_words(
    cast: Cast, browser: Browsers, socket: Callable[[Person], Line]
) -> None:
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    talk = talk_between(cast.amina, cast.awa)
    line = socket(cast.awa)
    say(cast.amina, talk, f"{ORIGIN}/stories/{story.slug}", "with-a-link")
    told = line.heard("conversation.entry")[0]["entry"]["message"]
    assert [(one["url"], one["title"]) for one in told["cards"]] == [(f"/stories/{story.slug}", story.title)]
    with unit_of_work() as session:
        session.get_one(Story, story.id).title = "Corrected"
    assert cards(browser(cast.awa), talk)[0][1].startswith("Corrected")
    with unit_of_work() as session:
        session.get_one(Story, story.id).status = Status.DRAFT
    assert cards(browser(cast.awa), talk) == []
    do(actions.edit_message, cast.amina, talk, 2, "Never mind.")
    edited = line.heard("conversation.entry", count=2)[1]["entry"]["set_message"]
    assert edited["cards"] == []


def test_a_mention_is_shown_to_whom_it_names_and_counted(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    for person in (cast.awa, cast.omar):
        browser(person).get(f"/conversations/{talk}")
        browser(person).post(f"/conversations/{talk}/own", {"mute": 1})
    say(cast.amina, talk, f"@{cast.awa.handle}, page 14? @nobody-here", "names-awa-1")
    counted = "//*[@data-conversations]//*[contains(@class, 'count')]"
    counts = [browser(one).page("/conversations").xpath(counted)[0] for one in (cast.awa, cast.omar)]
    assert [(one.text, one.get("class")) for one in counts] == [("@1", "count"), ("1", "count quiet")]
    for person, named in ((cast.awa, 1), (cast.omar, 0)):
        page = browser(person).page(f"/conversations/{talk}")
        assert len(page.xpath("//*[contains(@class, 'names-you')]")) == named
        assert page.xpath("//*[@data-messages]//b[text()='@Awa Ndiaye']")
    page = browser(cast.amina).page(f"/conversations/{talk}/about")
    assert "@awa-ndiaye" in words(page.get_element_by_id("main"))


def test_one_writes_to_the_author_of_a_reply_about_it(topics: None, cast: Cast, browser: Browsers) -> None:
    publish(cast.awa)
    story = published(cast.lindiwe, article(cast.lindiwe, cast.lindiwe))
    reply(cast.awa, story, "As the annex says.")
    amina = browser(cast.amina)
    [link] = amina.page(f"/stories/{story.slug}").xpath("//a[contains(., 'Write privately')]/@href")
    box = amina.page(link).xpath("//textarea[@name='body']")[0].text.strip()
    assert box == f"{ORIGIN}/stories/{story.slug}#reply-1"
    talk = talk_between(cast.amina, cast.awa)
    there = amina.get(link)
    assert there.location.startswith(f"/conversations/{talk}?about=")
    assert box in amina.page(there.location.partition("#")[0]).xpath("//textarea[@name='body']")[0].text
    assert browser(cast.awa).get(link).location == "/conversations"  # nobody writes to themselves
    assert not browser().page(f"/stories/{story.slug}").xpath("//a[contains(., 'Write privately')]")
    elsewhere = amina.page(f"/people/{cast.omar.handle}/write?about=//elsewhere.example/stories/x")
    assert not elsewhere.xpath("//textarea[@name='body']")[0].text.strip()


def test_one_writes_to_one_or_several_of_a_shortlist(
    topics: None, cast: Cast, browser: Browsers, follow: Callable[[], None]
) -> None:
    for person in (cast.awa, cast.jose):
        publish(person)
    follow()
    listed = begin(cast.amina, "Dams")
    put(cast.amina, listed, cast.awa, "")
    put(cast.amina, listed, cast.jose, "")
    amina = browser(cast.amina)
    form = amina.page(f"/shortlists/{listed}").xpath("//form[@action='/conversations/new']")[0]
    handles = form.xpath(".//input[@name='with']/@value")
    assert handles == [cast.awa.handle, cast.jose.handle]
    assert amina.get(f"/conversations/new?with={handles[0]}").location == f"/people/{handles[0]}/write"
    page = amina.page(f"/conversations/new?with={handles[0]}&with={handles[1]}")
    assert page.xpath("//input[@name='with'][@checked]/@value") == handles
    sent = amina.post(
        "/conversations/new",
        {"with": handles, "people": "", "title": "Dams", "body": "Hello.", "client_id": "to-dams-1"},
    )
    assert sent.status_code == 302
    assert "Dams" in browser(cast.awa).get("/conversations?box=requests").text
