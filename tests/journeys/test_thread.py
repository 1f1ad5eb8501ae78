"""Two people under one story: what one says waits behind a count at the other's, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser


def a_story(page: Page, place: int) -> str:
    """The address of one of the stories on the front page; each test takes another."""
    page.goto("/")
    return page.locator("main article :is(h2, h3) a").nth(place).get_attribute("href") or ""


def say(page: Page, text: str) -> None:
    page.get_by_label("Your reply").fill(text)
    page.locator("[data-reply-form]").get_by_role("button", name="Reply").click()


def test_a_reply_appears_at_once_and_waits_behind_a_count_elsewhere(visit: Visit) -> None:
    amina, zhang_wei = visit("amina-kariuki"), visit("zhang-wei", width=360)
    story = a_story(amina, 1)
    for page in (amina, zhang_wei):
        page.goto(story)
    first = amina.locator("[data-thread] > li").first.locator("> .reply")
    number = first.get_attribute("data-sequence")
    zhang_wei.wait_for_timeout(500)  # his line is there

    first.get_by_role("link", name=re.compile("^Reply")).click()
    expect(amina.get_by_label(re.compile("Your reply to"))).to_be_focused()
    amina.get_by_label(re.compile("Your reply to")).fill("The annex says *otherwise*.")
    amina.locator("[data-reply-form]").get_by_role("button", name="Reply").click()

    mine = amina.locator(f"li:has(> #reply-{number}) .reply").filter(has_text="The annex says otherwise.")
    expect(mine).to_be_visible()
    expect(amina.get_by_label("Your reply")).to_have_value("")
    expect(amina.locator("[data-reply-home] form")).to_be_visible()

    bar = zhang_wei.get_by_role("link", name="1 new reply. Show it")
    expect(bar).to_be_visible()
    assert not zhang_wei.get_by_text("The annex says otherwise.").count()
    bar.click()
    expect(
        zhang_wei.locator(f"li:has(> #reply-{number})").get_by_text("The annex says otherwise.")
    ).to_be_visible()
    expect(bar).not_to_be_visible()


def test_a_lost_line_is_told_and_the_text_is_kept(visit: Visit) -> None:
    amina = visit("amina-kariuki")
    story = a_story(amina, 2)
    amina.goto(story)
    amina.context.set_offline(True)
    say(amina, "Written in a tunnel.")
    expect(amina.get_by_text("Not sent: the line is gone.")).to_be_visible()
    expect(amina.get_by_label("Your reply")).to_have_value("Written in a tunnel.")

    amina.context.set_offline(False)
    amina.reload()
    expect(amina.get_by_label("Your reply")).to_have_value("Written in a tunnel.")
    amina.locator("[data-reply-form]").get_by_role("button", name="Reply").click()
    expect(amina.locator(".reply").filter(has_text="Written in a tunnel.")).to_have_count(1)
    amina.reload()
    expect(amina.get_by_label("Your reply")).to_have_value("")


def test_all_of_it_works_without_javascript(visit: Visit) -> None:
    awa = visit("awa-ndiaye", java_script_enabled=False)
    awa.goto(a_story(awa, 3))
    awa.locator(".reply").first.get_by_role("link", name=re.compile("^Reply")).click()
    awa.get_by_label(re.compile("Your reply to")).fill("Without a script.")
    awa.locator("[data-reply-form]").get_by_role("button", name="Reply").click()
    assert re.search(r"#reply-\d+$", awa.url)
    expect(awa.locator(".reply:target")).to_contain_text("Without a script.")
