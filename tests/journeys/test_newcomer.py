"""From sign-up to a profile that is found, on a phone, as a person would do it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser


def join(page: Page, name: str, email: str) -> None:
    """Sign up, open the link in the mailbox, land on the profile form."""
    page.goto("/sign-up")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill("a short sentence, easily kept")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.get_by_role("link", name="Open the mailbox").click()
    mail = page.locator("article", has_text=email).first
    mail.get_by_role("link").first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_newcomer_is_found_by_a_word_of_the_biography(visit: Visit, scripts: bool) -> None:
    word = "Quelimane" if scripts else "Nacala"
    page = visit(width=360, java_script_enabled=scripts)
    join(page, f"Graça {word} Tembe", f"graca.{word.lower()}@institute.example")
    page.get_by_label("Headline", exact=True).fill("Harbour economist")
    page.get_by_label("Biography (optional)", exact=True).fill(
        f"I have kept the ledgers of the port of **{word}** since 2009."
    )
    page.get_by_label("practitioner").first.check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Graça {word} Tembe")
    expect(page.locator("strong", has_text=word)).to_be_visible()
    found = page.get_by_role("link", name=f"Graça {word} Tembe")
    for _again in range(40):  # the index follows the commit within a second; a slow machine may take longer
        page.goto(f"/people?q={word}")
        if found.count():
            break
    expect(found).to_be_visible()
