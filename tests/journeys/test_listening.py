"""A conversation for who only hears the page and has only a keyboard: each thing is said once, and the focus stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser

# All that a screen reader would read out by itself: what is put into a live region.
LISTEN = """() => {
  window.heard = [];
  const live = "[role=log], [role=status], [role=alert], [aria-live]";
  const isLive = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(live);
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      for (const node of addedNodes) if (isLive(target) && node.textContent.trim()) heard.push(node.textContent.trim());
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""


def heard(page: Page) -> list[str]:
    """What was said since this was asked last."""
    return list(page.evaluate("heard.splice(0)"))


def listen_to(page: Page, handle: str) -> None:
    page.goto(f"/people/{handle}/write")
    box = page.get_by_label("Message", exact=True)
    if not page.locator("[data-said]").count():  # nobody has written yet
        box.fill("To begin with.")
        page.get_by_role("button", name="Send").click()
    page.wait_for_load_state("networkidle")  # its line is there
    page.evaluate(LISTEN)


def by_keyboard(page: Page, text: str, *verbs: str) -> None:
    """Open what can be done with the message that says `text`, and go to each of these with Tab alone."""
    page.locator("[data-messages] .message", has_text=text).locator(".more").focus()
    page.keyboard.press("Enter")
    for verb in verbs:
        button = page.locator(".verbs").get_by_role("button", name=verb, exact=True)
        for _ in range(12):
            if button.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")


def test_each_thing_is_said_once_and_the_focus_stays_where_one_works(visit: Visit) -> None:
    amina, zhang = visit("amina-kariuki"), visit("zhang-wei")
    for page, other in ((amina, "zhang-wei"), (zhang, "amina-kariuki")):
        listen_to(page, other)
    box = amina.get_by_label("Message", exact=True)
    box.fill("Is the *ledger* public?")
    box.press("Control+Enter")
    theirs = zhang.locator("[data-messages] .message", has_text="Is the ledger public?")
    expect(theirs.locator("em")).to_be_visible()
    mine = amina.locator("[data-messages] [data-sequence]", has_text="Is the ledger public?")
    expect(mine).to_have_count(1)
    expect(box).to_be_focused()
    expect(amina.get_by_role("log")).to_contain_text("Sent")
    assert heard(zhang) == ["Amina Kariuki Is the ledger public?"]
    assert heard(amina) == ["Sent"]

    zhang.get_by_label("Message", exact=True).press_sequentially("@ami")
    expect(amina.locator("[data-writing]")).to_contain_text("Zhang Wei")
    assert heard(amina) == []  # that somebody writes is to be seen, and not worth a word

    by_keyboard(zhang, "Is the ledger public?", "Agreed")
    expect(theirs.locator(".more")).to_be_focused()
    expect(theirs.locator(".more")).to_have_attribute("aria-expanded", "false")
    by_keyboard(zhang, "Is the ledger public?", "Pin")
    expect(mine.locator(".pinned")).to_be_visible()
    expect(theirs.locator(".more")).to_be_focused()
    assert heard(zhang) == ["You reacted: Agreed", "pinned"]
    assert heard(amina) == []

    by_keyboard(amina, "Is the ledger public?", "Edit")
    expect(amina.get_by_label("Other words")).to_be_focused()
    amina.keyboard.press("Control+A")
    amina.keyboard.type("Is the ledger secret?")
    amina.keyboard.press("Control+Enter")
    expect(mine).to_have_count(0)
    changed = amina.locator("[data-messages] .message", has_text="secret").locator(".more")
    expect(changed).to_be_focused()
    assert heard(amina) == ["edited"]

    by_keyboard(zhang, "Is the ledger secret?", "Answer")
    expect(zhang.get_by_label("Message", exact=True)).to_be_focused()
    assert heard(zhang) == ["You answer Amina Kariuki Is the ledger secret?"]

    amina.keyboard.press("Enter")
    toolbar = amina.get_by_role("group", name=str(changed.get_attribute("aria-label")))
    expect(toolbar.get_by_role("button").first).to_be_focused()
    amina.keyboard.press("Escape")
    expect(toolbar).to_have_count(0)
    expect(changed).to_be_focused()


def test_a_lost_line_what_waits_and_what_was_missed_are_told_in_words(visit: Visit) -> None:
    amina, zhang = visit("amina-kariuki"), visit("zhang-wei")
    for page, other in ((amina, "zhang-wei"), (zhang, "amina-kariuki")):
        listen_to(page, other)
    amina.context.set_offline(True)
    expect(amina.get_by_text("The line is gone since")).to_be_visible(timeout=15_000)
    box = amina.get_by_label("Message", exact=True)
    box.fill("Written in a tunnel.")
    box.press("Control+Enter")
    log = amina.get_by_role("log")
    expect(log).to_contain_text("Waiting for the connection.")
    theirs = zhang.get_by_label("Message", exact=True)
    for number in range(4):
        theirs.fill(f"Number {number} of four.")
        theirs.press("Control+Enter")
        expect(zhang.locator("[data-sequence]", has_text=f"Number {number} of four.")).to_be_visible()
    lost, waits = heard(amina)
    assert lost.startswith("The line is gone since")
    assert waits == "Waiting for the connection. It will be sent by itself."
    amina.context.set_offline(False)
    expect(amina.locator("[data-sequence]", has_text="Written in a tunnel.")).to_be_visible(timeout=30_000)
    expect(log).to_contain_text("Sent")
    assert heard(amina) == ["The line is back.", "New messages: 4", "Sent"]  # counted, not read out


def test_who_is_meant_is_chosen_by_arrows_and_taken_by_tab(visit: Visit) -> None:
    amina = visit("amina-kariuki", width=360)
    amina.goto("/conversations")
    amina.get_by_role("link", name="Dakar et Nairobi").click()  # a group
    amina.wait_for_url("**/conversations/*")
    amina.wait_for_load_state("networkidle")  # its scripts are there
    box, people = amina.get_by_label("Message", exact=True), amina.get_by_role("listbox", name="Suggestions")
    options = people.get_by_role("option")
    box.press_sequentially("@")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    box.press("ArrowDown")
    second = options.last
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    box.press("Escape")
    expect(people).to_be_hidden()
    expect(box).to_be_focused()
    box.press_sequentially("awa")
    expect(options).to_have_text(["Awa Ndiaye"])
    box.press("Tab")
    expect(box).to_have_value("@awa-ndiaye ")
    expect(people).to_be_hidden()
    box.press("Tab")  # nothing is offered any more: on to the button
    expect(amina.get_by_role("button", name="Send")).to_be_focused()
    box.fill("")
