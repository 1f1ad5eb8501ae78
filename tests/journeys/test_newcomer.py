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


def go_on(page: Page, heading: str) -> None:
    """Save the part, and come to the one with this heading."""
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_newcomer_is_found_by_a_word_of_the_biography(visit: Visit, scripts: bool) -> None:
    word = "Quelimane" if scripts else "Nacala"
    page = visit(width=360, java_script_enabled=scripts)
    join(page, f"Graça {word} Tembe", f"graca.{word.lower()}@institute.example")
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("practitioner").first.check()
    page.get_by_label("Headline", exact=True).fill("Harbour economist")
    page.get_by_label("Biography (optional)", exact=True).fill(
        f"I have kept the ledgers of the port of **{word}** since 2009."
    )
    go_on(page, "What you know")
    for group, topic in (("Infrastructure", "Ports and shipping"), ("Finance and debt", "Sovereign debt")):
        page.locator("summary", has_text=group).click()
        page.get_by_label(topic, exact=True).check()
    go_on(page, "Countries and regions that you cover")
    page.locator("summary", has_text="Africa").first.click()
    page.get_by_label("Mozambique", exact=True).check()
    go_on(page, "Where you work")
    page.get_by_label("Institution").first.fill("Instituto do Mar")
    go_on(page, "Languages")
    page.get_by_role("combobox", name="Language").first.fill("Portuguese")
    go_on(page, "When you can talk")
    page.get_by_label("phone").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Choose three to seven topics")).to_be_visible()  # the hint: two are not enough
    page.get_by_role("link", name="Do it now").click()
    page.locator("summary", has_text="Trade and industry").click()
    page.locator("details[open] input[type=checkbox]").first.check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Publish it")).to_be_visible()
    page.get_by_role("link", name="Do it now").click()
    page.get_by_label("Everybody, with or without an account").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Graça {word} Tembe")
    expect(page.locator("strong", has_text=word)).to_be_visible()
    found = page.get_by_role("link", name=f"Graça {word} Tembe")
    for _again in range(40):  # the index follows the commit within a second; a slow machine may take longer
        page.goto(f"/people?q={word}")
        if found.count():
            break
    expect(found).to_be_visible()
