"""An editor endorses a reply as evidence of a topic of whoever wrote it; it stands on their profile, and can go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.unit_of_work import unit_of_work
from community.profiles.drafts import TopicDraft
from community.profiles.models import TopicEvidence
from community.profiles.taxonomy import ensure_topics
from community.stories.actions import withdraw_story
from community.stories.models import Story
from tests.browser import Browser, words
from tests.cast import Cast
from tests.discussions.talking import reply
from tests.profiles.drafts import publish
from tests.stories.writing import published

NewBrowser = Callable[..., Browser]


@pytest.fixture
def story(cast: Cast) -> Story:
    """Awa, who knows debt, and dams for journalists only, has replied."""
    ensure_topics()
    topics = (TopicDraft(slug="sovereign-debt"), TopicDraft(slug="hydropower", audience="journalists"))
    publish(cast.awa, topics=topics)
    found = published(cast.lindiwe)
    reply(cast.awa, found, "The annex says who pays.")
    return found


def evidence(session: Session) -> list[TopicEvidence]:
    session.rollback()
    return list(session.scalars(select(TopicEvidence)))


def test_an_editor_endorses_a_reply_and_takes_it_back(
    cast: Cast, browser: NewBrowser, session: Session, story: Story
) -> None:
    rafael = browser(cast.rafael)
    address = f"/desk/evidence/{story.slug}/1"
    assert rafael.page(f"/stories/{story.slug}").xpath(f"//a[@href='{address}']")
    page = rafael.page(address)
    assert "The annex says who pays." in words(page)
    assert "Sovereign debt" in words(page)
    assert "Hydropower" not in words(page)  # she does not say it to editors
    for _time in range(2):
        assert rafael.post(address, {"topic": "sovereign-debt"}).status_code == 302
    (proof,) = evidence(session)
    assert (proof.endorsed_by_id, proof.url) == (cast.rafael.id, f"/stories/{story.slug}#reply-1")
    shown = browser().page(f"/people/{cast.awa.handle}")
    assert "reply, endorsed by Rafael Teixeira" in words(shown)
    assert shown.xpath(f"//a[@href='{proof.url}']")
    lindiwe = browser(cast.lindiwe)
    assert "endorsed by Rafael" in words(lindiwe.page(address))
    assert lindiwe.post(address, {"topic": "sovereign-debt", "do": "take-back"}).status_code == 302
    assert evidence(session) == []
    assert "endorsed by" not in words(browser().page(f"/people/{cast.awa.handle}"))


def test_only_the_desk_and_nobody_for_themselves(
    cast: Cast, browser: NewBrowser, session: Session, story: Story
) -> None:
    publish(cast.lindiwe)
    reply(cast.lindiwe, story, "I agree with myself.")
    reply(cast.amina, story, "Nobody knows what I know.")  # she has no profile
    address = f"/desk/evidence/{story.slug}"
    awa, lindiwe, rafael = browser(cast.awa), browser(cast.lindiwe), browser(cast.rafael)
    assert awa.post(f"{address}/1", {"topic": "sovereign-debt"}).status_code == 403
    assert browser().post(f"{address}/1", {"topic": "sovereign-debt"}).status_code == 401
    assert not awa.page(f"/stories/{story.slug}").xpath("//a[contains(@href, '/desk/evidence/')]")
    links = lindiwe.page(f"/stories/{story.slug}").xpath("//a[contains(@href, '/desk/evidence/')]/@href")
    assert links == [f"{address}/1"]
    for number in (2, 3, 4):
        assert lindiwe.post(f"{address}/{number}", {"topic": "sovereign-debt"}).status_code == 404
    for topic in ("hydropower", "nothing", ""):
        assert rafael.post(f"{address}/1", {"topic": topic}).status_code == 422
    assert evidence(session) == []
    assert rafael.post(f"{address}/2", {"topic": "sovereign-debt"}).status_code == 302  # the premise


def test_what_nobody_can_read_proves_nothing(
    cast: Cast, browser: NewBrowser, session: Session, story: Story, follow: Callable[[], None]
) -> None:
    browser(cast.rafael).post(f"/desk/evidence/{story.slug}/1", {"topic": "sovereign-debt"})
    follow()
    assert len(evidence(session)) == 1
    with unit_of_work() as unit:
        withdraw_story(unit, cast.lindiwe.actor, story.id, unit.get_one(Story, story.id).version)
    follow()
    assert evidence(session) == []
