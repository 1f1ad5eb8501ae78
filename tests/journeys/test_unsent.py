"""What was written on a bad line, in a tab that is closed since, stands in the list of conversations."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.serving import RunningServer

pytestmark = pytest.mark.browser


def test_what_waits_and_what_was_refused_stands_in_the_list(visit: Visit) -> None:
    amina = visit("amina-kariuki")
    lists = amina.context.new_page()
    for page in (lists, amina):
        page.goto("/conversations")
    amina.get_by_role("link", name="Dakar et Nairobi").click()
    amina.wait_for_url("**/conversations/*")
    amina.wait_for_load_state("networkidle")  # its scripts are there
    amina.context.set_offline(True)
    expect(amina.get_by_text("The line is gone since")).to_be_visible(timeout=15_000)
    note = lists.locator("[data-conversations] li", has_text="Dakar et Nairobi").locator("[data-unsent-here]")
    box = amina.get_by_label("Message", exact=True)
    box.fill("Longer than any message. " * 500)
    box.press("Control+Enter")
    expect(note).to_contain_text("Waits here, not sent yet: Longer than any message.")
    amina.close()
    lists.context.set_offline(False)
    expect(note).to_contain_text("Not sent, open it to see why: Longer than any message.", timeout=60_000)


def test_a_first_message_waits_like_any_other_and_is_sent_from_whatever_page_is_open_then(
    visit: Visit, filled: Path
) -> None:
    server = RunningServer(filled).start()
    try:
        zhang = visit("zhang-wei", url=server.url)
        zhang.goto("/people/lindiwe-mahlangu/write")
        zhang.wait_for_load_state("networkidle")  # its scripts are there
        server.kill()
        box = zhang.get_by_label("Message", exact=True)
        box.fill("May I quote your note on Doraleh?")
        zhang.get_by_role("button", name="Send").click()
        waiting = zhang.locator("[data-messages] .waiting-state")
        expect(waiting).to_contain_text("May I quote your note on Doraleh?")
        expect(box).to_have_value("")
        context = zhang.context
        zhang.close()
        server.start()
        again = context.new_page()
        again.goto("/")  # it goes from here
        lindiwe = visit("lindiwe-mahlangu", url=server.url)
        lindiwe.goto("/conversations")
        listed = lindiwe.locator("[data-conversations] a", has_text="note on Doraleh")
        expect(listed).to_be_visible(timeout=30_000)
        listed.click()
        expect(lindiwe.locator("[data-messages] .bubble", has_text="note on Doraleh")).to_have_count(1)
        again.goto("/people/lindiwe-mahlangu/write")  # leads to the conversation by now
        expect(again.locator("[data-messages] .mine[data-sequence]", has_text="Doraleh")).to_have_count(1)
        expect(again.locator("[data-messages] .waiting-state")).to_have_count(0)
    finally:
        server.stop()


def test_a_first_message_that_is_refused_comes_back_with_the_reason(visit: Visit) -> None:
    zhang = visit("zhang-wei")
    zhang.goto("/people/chidinma-okereke/write")
    zhang.wait_for_load_state("networkidle")
    box = zhang.get_by_label("Message", exact=True)
    box.fill("x" * 10_001)
    zhang.get_by_role("button", name="Send").click()
    expect(zhang.get_by_role("alert")).to_contain_text("A message has at most 10000 characters.")
    expect(zhang.get_by_label("Message", exact=True)).to_have_value("x" * 10_001)
