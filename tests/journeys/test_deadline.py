"""A journalist on deadline: three people who know, speak French live and can talk before 17:00 in Nairobi."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser

NOTE = "Ask for the annex first."


def narrow(page: Page) -> None:
    """Scholars who speak French live and can talk before 17:00 by her own clock; in three days, so that the hour
    at which the test runs changes nothing."""
    day = datetime.now(ZoneInfo("Africa/Nairobi")) + timedelta(days=3)
    page.get_by_label("before a moment of your choice").check()
    page.get_by_role("textbox", name="Moment").fill(day.strftime("%Y-%m-%dT17:00"))
    page.get_by_role("checkbox", name="Scholar").check()
    page.get_by_role("checkbox", name="French, live on air").check()
    page.get_by_role("button", name="Apply").click()


def test_three_people_before_a_deadline(visit: Visit, tmp_path: Path) -> None:
    page = visit("amina-kariuki")
    page.goto("/people?q=contrat")
    narrow(page)
    chosen = page.get_by_role("list", name="What narrows the list")
    for filter_ in ("Scholar", "French, live on air", "17:00"):
        expect(chosen).to_contain_text(filter_)
    hits = page.locator("article.hit")
    people = [hits.nth(n).get_attribute("id") or "" for n in range(3)]
    for person in people:
        expect(page.locator(f"#{person} .why mark").first).to_be_visible()  # why this person
        expect(page.locator(f"#{person} .talks-from")).to_be_visible()
        expect(page.locator(f"#{person} .person")).to_contain_text("scholar")
        page.locator(f"#{person}").get_by_role("button", name="Add to shortlist").click()
        expect(page.locator(f"#{person}")).to_contain_text("On your list:")
    page.goto("/shortlists")
    page.locator("main li a, main h2 a").first.click()
    expect(page.locator("article.hit")).to_have_count(3)
    expect(
        page.locator(".notice", has_text="are scholars and nothing else")
    ).to_be_visible()  # one voice, said in plain words
    first = page.locator("ol.shortlist > li").first
    first.get_by_text("Add a note").click()
    first.get_by_label("Note", exact=True).fill(NOTE)
    first.get_by_role("button", name="Save the note").click()
    expect(page.locator(".note-text")).to_have_text(NOTE)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Table (CSV)").click()
    downloaded.value.save_as(tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(text.splitlines()))) == 4
    assert NOTE in text
    assert "@" not in text
    page.locator("ol.shortlist h2 a").first.click()
    page.get_by_role("link", name="Write to").click()
    page.get_by_role("textbox").first.fill("Could we talk before five in Nairobi?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Could we talk before five in Nairobi?").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("@demo.example")
