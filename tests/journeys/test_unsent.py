"""What was written on a bad line, in a tab that is closed since, stands in the list of conversations."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Visit


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
