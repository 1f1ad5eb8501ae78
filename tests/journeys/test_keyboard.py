"""Whoever has only a keyboard reaches all of a page, sees where they are, and gets on; each name makes sense alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.keyboard import faults
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

STORY = "main article :is(h2, h3) a"
TALK = "[data-conversations] a"


def first(page: Page, listing: str, link: str) -> str:
    """The address of the first of a list."""
    page.goto(listing)
    return str(page.locator(link).first.get_attribute("href")).partition("#")[0]


def test_a_reader_by_tab(visit: Visit) -> None:
    page = visit()
    found = []
    for address in ("/", "/people?q=debt", "/people/awa-ndiaye", "/sign-in", first(page, "/", STORY)):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_a_member_by_tab(visit: Visit, filled: Path) -> None:
    with RunningServer(filled) as server:
        page = visit("amina-kariuki", width=360, url=server.url)
        talk = first(page, "/conversations", TALK)
        found = []
        for address in (
            "/conversations",
            talk,
            f"{talk}/about",
            f"{talk}/messages/1",
            "/settings/sessions",
            "/profile/edit",
        ):
            page.goto(address, wait_until="networkidle")
            found += [f"{address}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", ["talk", "/people", "story"])
def test_a_second_link_skips_to_what_a_page_is_for(visit: Visit, address: str) -> None:
    page = visit("amina-kariuki")
    lists = {"talk": ("/conversations", TALK), "story": ("/", STORY)}
    page.goto(first(page, *lists[address]) if address in lists else address)
    page.evaluate("document.activeElement.blur()")
    page.locator(".skip").first.focus()
    page.keyboard.press("Tab")
    skip = page.locator(".skip:focus")
    expect(skip).to_be_in_viewport()
    target = page.locator(str(skip.get_attribute("href")))
    page.keyboard.press("Enter")
    expect(target).to_be_focused()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_menu_opens_within_the_window(visit: Visit, language: str) -> None:
    page = visit(width=320)
    page.goto(f"/?lang={language}")
    menu = page.locator(".masthead .menu")
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button").first).to_be_in_viewport(ratio=1)
    menu.get_by_role("button").last.focus()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("button").first).to_be_hidden()
