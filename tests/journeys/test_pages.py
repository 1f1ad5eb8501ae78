"""What holds for every page that people judge: accessible, valid, no sideways scrolling, the right direction."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.services.nu import check_html
from tests.serving import ROOT, RunningServer

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

READERS = (
    "/",
    "/analysis",
    "/people",
    "/people?q=debt",
    "/people/awa-ndiaye",
    "/topics",
    "/topics/human-rights",
    "/sign-up",
    "/sign-in",
    "/nowhere",
)
AMINAS = (
    "/conversations",
    "/conversations/new",
    "/settings/messages",
    "/profile/edit",
    "/settings",
    "/settings/sessions",
    "/verification",
    "/claim",
)
LINDIWES = (
    "/desk",
    "/desk/links/new",
    "/desk/articles/new",
    "/desk/topics",
    "/desk/topics/ports/edit",
    "/desk/topics/ports/merge",
    "/desk/verification",
    "/desk/verification/people/awa-ndiaye",
    "/desk/claims",
)
PEOPLE = ((None, READERS), ("amina-kariuki", AMINAS), ("lindiwe-mahlangu", LINDIWES))


def addresses(page: Page, handle: str | None, known: tuple[str, ...]) -> list[str]:
    """The pages of one person, those included whose address stands on another page."""
    found = list(known)
    if handle is None:
        page.goto("/")
        stories = page.locator("article a[href^='/stories/']")
        found.append(str(stories.first.get_attribute("href")).partition("#")[0])
    elif handle == "amina-kariuki":
        page.goto("/conversations")
        talk = str(page.locator("[data-conversations] a", has_text="Nairobi").first.get_attribute("href"))
        talk = talk.partition("#")[0]
        found += [talk, f"{talk}/about", f"{talk}/messages/1"]
    return found


def in_language(address: str, locale: str) -> str:
    return address + ("&" if "?" in address else "?") + f"lang={locale}"


@pytest.mark.parametrize(("handle", "known"), PEOPLE, ids=["a reader's", "a member's", "an editor's"])
def test_pages_have_no_violation_and_do_not_scroll_sideways(
    visit: Visit, handle: str | None, known: tuple[str, ...]
) -> None:
    page = visit(handle, bypass_csp=True)  # for axe alone, which must be put into the page
    problems: list[str] = []
    for address in addresses(page, handle, known):
        for locale, width, scheme in (("en", 360, "light"), ("en", 1280, "dark"), ("ar", 360, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(in_language(address, locale))
            expect(page.locator("h1")).to_have_count(1)
            where = f"{address} {locale} {width} {scheme}"
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                problems.append(f"{where}: scrolls sideways by {wide} px")
            page.add_script_tag(path=AXE)
            answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            problems += [
                f"{where}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in answer["violations"]
            ]
    assert not problems, "\n".join(problems)


def test_pages_are_valid_html(visit: Visit, served: RunningServer, tmp_path: Path) -> None:
    pages: dict[str, str] = {}
    for handle, known in PEOPLE:
        page = visit(handle)
        for address in addresses(page, handle, known):
            for locale in ("en", "ar"):
                answer = page.request.get(in_language(address, locale), headers={"Accept": "text/html"})
                name = f"{locale}{address}".replace("/", "_").replace("?", "_").replace("=", "_") + ".html"
                pages[name] = answer.text()
    assert check_html(pages) == []


def test_an_arabic_page_reads_from_the_right(visit: Visit) -> None:
    page = visit(width=360)
    page.goto("/?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    name = page.locator(".site-name").bounding_box()
    assert name is not None
    assert name["x"] > 100


def test_a_profile_prints_as_a_cv(visit: Visit) -> None:
    """On paper one needs to know where it stands, and cannot press anything."""
    page = visit()
    page.goto("/people/awa-ndiaye")
    where, take = page.locator(".on-paper"), page.get_by_role("heading", name="Take it with you")
    expect(where).to_be_hidden()
    expect(take).to_be_visible()
    page.emulate_media(media="print")
    expect(where).to_have_text(page.url)
    expect(where).to_be_visible()
    expect(take).to_be_hidden()
    expect(page.get_by_role("heading", name="Publications")).to_be_visible()
