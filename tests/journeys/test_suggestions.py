"""The search box of the directory by keyboard, as a combobox is used; and as a plain form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser


def test_suggestions_by_keyboard(visit: Visit) -> None:
    page = visit(width=360)
    page.goto("/people")
    box, listbox = page.get_by_role("combobox", name=re.compile("^Topic, name")), page.get_by_role("listbox")
    options = listbox.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-controls", str(page.locator("[role=listbox]").get_attribute("id")))

    box.press_sequentially("amina")
    expect(listbox).to_have_accessible_name("Suggestions")
    expect(options.filter(has_text="Amina Kariuki")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active(page) is None  # nothing is chosen by itself: Enter asks what was typed

    box.press("ArrowDown")
    assert active(page) == str(options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    assert active(page) is None  # back to what was typed
    box.press("ArrowUp")
    assert active(page) == str(options.last.get_attribute("id"))
    expect(listbox.locator("[aria-selected=true]")).to_have_count(1)
    expect(box).to_be_focused()

    box.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("amina")
    assert active(page) is None

    box.press_sequentially(" k")
    expect(options.filter(has_text="Amina Kariuki")).to_be_visible()
    for _ in range(options.count()):
        box.press("ArrowDown")
        if "Amina Kariuki" in listbox.locator("[aria-selected=true]").inner_text():
            break
    box.press("Enter")
    expect(page).to_have_url(re.compile("/people/amina-kariuki$"))


def test_enter_asks_what_was_typed_and_leaving_closes_the_list(visit: Visit) -> None:
    page = visit()
    page.goto("/people")
    box, listbox = page.get_by_role("combobox", name=re.compile("^Topic, name")), page.get_by_role("listbox")
    box.press_sequentially("debt")
    expect(listbox).to_be_visible()
    box.press("Tab")
    expect(listbox).to_be_hidden()
    box.press("End")
    box.press_sequentially("s")
    expect(listbox).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/people\?q=debts"))
    expect(page.locator("article.hit mark").first).to_be_visible()


def test_who_closes_the_list_is_not_interrupted_by_a_late_answer(visit: Visit) -> None:
    page = visit()
    page.goto("/people")
    page.route("**/people/suggest*", lambda route: None)  # a slow line: no answer yet
    box = page.get_by_role("combobox", name=re.compile("^Topic, name"))
    with page.expect_request("**/people/suggest*"):
        box.press_sequentially("debt")
    with page.expect_event("requestfailed"):  # the question is withdrawn
        box.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_without_scripts_it_is_a_form(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/people")
    box = page.get_by_role("searchbox", name=re.compile("^Topic, name"))
    expect(page.locator("#suggestions")).to_be_hidden()
    box.fill("amina kariuki")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/people\?.*q=amina"))
    expect(page.locator("article.hit").first).to_contain_text("Amina Kariuki")
    expect(page.locator("article.hit").first.locator("h2 mark")).to_have_text(["Amina", "Kariuki"])


def active(page: Page) -> str | None:
    return page.locator("#q").get_attribute("aria-activedescendant")
