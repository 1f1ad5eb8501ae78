"""Amina asks Zhang Wei something; the line breaks, the server dies, and nothing is lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from community.demo.accounts import PASSWORD, email_of
from tests.chromium import sign_in
from tests.journeys.conftest import Visit
from tests.scaled_out.front import front
from tests.serving import RunningServer, free_port

pytestmark = pytest.mark.browser


def open_talk(page: Page, handle: str) -> None:
    page.goto(f"/people/{handle}/write")


def write(page: Page, text: str) -> None:
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send").click()


def bubbles(page: Page, text: str) -> Locator:
    """Messages that the server has."""
    return page.locator("[data-messages] [data-sequence] .bubble", has_text=text)


def test_two_browsers_exchange_messages_while_both_look(visit: Visit) -> None:
    amina, zhang = visit("amina-kariuki"), visit("zhang-wei", width=360)
    open_talk(amina, "zhang-wei")
    write(amina, "Is the annex public?")
    expect(bubbles(amina, "Is the annex public?")).to_be_visible()
    open_talk(zhang, "amina-kariuki")
    expect(bubbles(zhang, "Is the annex public?")).to_be_visible()
    expect(amina.locator(".read")).to_contain_text("Zhang Wei")
    zhang.wait_for_load_state("networkidle")  # its line is there
    amina.get_by_label("Message", exact=True).press_sequentially("Thank")
    expect(zhang.locator("[data-writing]")).to_contain_text("Amina Kariuki")
    write(zhang, "附件第十四页。 Page 14.")
    expect(bubbles(amina, "Page 14.")).to_be_visible()
    write(amina, "Thank you, *that* is it.")
    expect(zhang.locator("[data-messages] .bubble em", has_text="that")).to_be_visible()
    expect(amina.locator("[data-messages] .waiting-state")).to_have_count(0)


def test_where_no_websocket_comes_through_the_page_polls(visit: Visit, served: RunningServer) -> None:
    office = free_port()
    with front(office, pages=served.port, realtime=[served.port], websockets=False):
        amina, zhang = visit("amina-kariuki", url=f"http://127.0.0.1:{office}"), visit("zhang-wei")
        asked: list[str] = []
        amina.on("request", lambda request: asked.append(request.url))
        open_talk(amina, "zhang-wei")
        write(amina, "From behind the proxy of the office.")
        sent = amina.locator("[data-messages] .mine", has_text="behind the proxy")
        expect(sent.locator(".state")).to_contain_text("Sent")
        open_talk(zhang, "amina-kariuki")
        write(zhang, "It reaches you there.")
        expect(bubbles(amina, "It reaches you there.")).to_be_visible()
        assert any("transport=polling" in url for url in asked)  # the premise
        expect(amina.locator("[data-line-state]")).to_be_empty()


def test_what_is_written_while_the_server_is_dead_arrives_once_when_it_is_back(
    visit: Visit, filled: Path
) -> None:
    server = RunningServer(filled).start()
    try:
        amina, awa = visit("amina-kariuki", url=server.url), visit("awa-ndiaye", url=server.url)
        open_talk(amina, "awa-ndiaye")
        write(amina, "Before the power cut.")
        expect(bubbles(amina, "Before the power cut.")).to_be_visible()
        open_talk(awa, "amina-kariuki")
        expect(bubbles(awa, "Before the power cut.")).to_be_visible()
        server.kill()
        expect(amina.get_by_text("The line is gone since")).to_be_visible(timeout=15_000)
        write(amina, "Written in the dark.")
        expect(
            amina.locator("[data-messages] .waiting-state", has_text="Written in the dark.")
        ).to_contain_text("Waiting for the connection. It will be sent by itself.")
        server.start()
        expect(bubbles(awa, "Written in the dark.")).to_have_count(1, timeout=60_000)
        sent = amina.locator("[data-messages] .mine", has_text="Written in the dark.")
        expect(sent.locator(".state")).to_contain_text("Sent")
        expect(amina.locator("[data-messages] .waiting-state")).to_have_count(0)
        amina.reload()
        expect(bubbles(amina, "Written in the dark.")).to_have_count(1)
        expect(bubbles(amina, "Before the power cut.")).to_have_count(1)
    finally:
        server.stop()


def test_what_waits_outlives_a_closed_tab_and_the_server(visit: Visit, filled: Path) -> None:
    server = RunningServer(filled).start()
    try:
        amina = visit("amina-kariuki", url=server.url)
        open_talk(amina, "awa-ndiaye")
        write(amina, "Before the tunnel.")
        expect(bubbles(amina, "Before the tunnel.")).to_be_visible()
        address = amina.url
        amina.wait_for_load_state("networkidle")  # its scripts are there
        server.kill()
        expect(amina.get_by_text("The line is gone since")).to_be_visible(timeout=15_000)
        for number in range(3):
            write(amina, f"In the tunnel {number}.")
        expect(amina.locator("[data-messages] .waiting-state")).to_have_count(3)
        context = amina.context
        amina.close()
        server.start()
        awa = visit("awa-ndiaye", url=server.url)
        open_talk(awa, "amina-kariuki")
        again = context.new_page()
        again.goto("/")  # it goes from whatever page is opened first
        expect(bubbles(awa, "In the tunnel 2.")).to_be_visible(timeout=30_000)
        again.goto(address)
        expect(again.locator("[data-messages] .waiting-state")).to_have_count(0)
        said = again.locator("[data-messages] .bubble").all_inner_texts()[-4:]
        assert said == ["Before the tunnel.", *(f"In the tunnel {number}." for number in range(3))]
    finally:
        server.stop()


def test_what_is_refused_says_why_and_comes_back_into_the_box(visit: Visit) -> None:
    amina = visit("amina-kariuki")
    open_talk(amina, "zhang-wei")
    write(amina, "To begin with.")
    expect(bubbles(amina, "To begin with.")).to_be_visible()
    amina.wait_for_load_state("networkidle")  # else the form goes by itself, and is refused by a page
    amina.get_by_label("Message", exact=True).fill("x" * 60_000)
    amina.get_by_role("button", name="Send").click()
    refused = amina.locator("[data-messages] .refused")
    expect(refused).to_contain_text("A message has at most 10,000 characters.")
    amina.reload()
    expect(refused).to_contain_text("A message has at most 10,000 characters.")  # kept, and not tried again
    refused.get_by_role("button", name="Back into the box").click()
    expect(refused).to_have_count(0)
    expect(amina.get_by_label("Message", exact=True)).to_have_value("x" * 60_000)


def test_who_signs_out_is_told_of_what_was_never_sent(visit: Visit) -> None:
    amina = visit("amina-kariuki")
    open_talk(amina, "awa-ndiaye")
    write(amina, "To begin with.")
    expect(bubbles(amina, "To begin with.")).to_be_visible()
    amina.wait_for_load_state("networkidle")  # its scripts are there
    write(amina, "x" * 60_000)
    expect(amina.locator("[data-messages] .refused")).to_be_visible()

    def sign_out(answer: Callable[[Dialog], None]) -> str:
        amina.locator("header details[data-menu] summary").last.click()
        with amina.expect_event("dialog") as asked:
            amina.once("dialog", answer)
            amina.get_by_role("button", name="Sign out").click()
        return asked.value.message

    assert "have not been sent" in sign_out(Dialog.dismiss)
    amina.reload()
    expect(amina.locator("[data-messages] .refused")).to_be_visible()
    sign_out(Dialog.accept)
    expect(amina.get_by_role("link", name="Sign in")).to_be_visible()


def test_what_one_wrote_is_never_sent_by_the_next_at_this_browser(visit: Visit, filled: Path) -> None:
    server = RunningServer(filled).start()
    try:
        amina = visit("amina-kariuki", url=server.url)
        open_talk(amina, "awa-ndiaye")
        write(amina, "First.")
        expect(bubbles(amina, "First.")).to_be_visible()
        address = amina.url
        amina.wait_for_load_state("networkidle")  # its scripts are there
        server.kill()
        expect(amina.get_by_text("The line is gone since")).to_be_visible(timeout=15_000)
        write(amina, "Mine alone.")
        expect(amina.locator("[data-messages] .waiting-state")).to_have_count(1)
        context = amina.context
        amina.close()  # before the server is back: an open page would send it, and rightly
        server.start()
        context.clear_cookies()  # the sign-in ran out; nobody signed out
        awa = context.new_page()
        sign_in(awa, email_of("awa-ndiaye"), PASSWORD)
        awa.goto(address)
        write(awa, "Hello Amina.")
        expect(awa.locator("[data-messages] .mine[data-sequence]", has_text="Hello Amina.")).to_be_visible()
        expect(bubbles(awa, "Mine alone.")).to_have_count(0)
    finally:
        server.stop()


def test_without_javascript_nothing_is_missing_but_the_liveness(visit: Visit) -> None:
    amina, awa = (
        visit("amina-kariuki", java_script_enabled=False),
        visit("awa-ndiaye", java_script_enabled=False),
    )
    open_talk(amina, "awa-ndiaye")
    write(amina, "Sent by a form.")
    expect(bubbles(amina, "Sent by a form.")).to_be_visible()
    open_talk(awa, "amina-kariuki")
    expect(bubbles(awa, "Sent by a form.")).to_be_visible()


def verb(page: Page, text: str, name: str) -> None:
    """One of the verbs below the message that says `text`."""
    line = page.locator("[data-messages] .message", has_text=text).first
    expect(line.locator(".verbs")).to_have_count(0)  # the one before was answered
    line.locator(".more").click()
    line.get_by_role("button", name=name, exact=True).click()


def lines(page: Page) -> list[str]:
    """What the lines of the conversation say, as a reader reads them; day lines and marks of reading apart."""
    texts = page.locator("[data-messages] > .message").all_inner_texts()
    return [" ".join(re.sub("· Read by.*", "", text).split()) for text in texts]


def read_as_one(page: Page) -> list[bool]:
    """Of each message, whether it goes on with the one above."""
    shown: list[bool] = page.locator("[data-messages] > .message").evaluate_all(
        "all => all.map(one => one.classList.contains('goes-on'))"
    )
    return shown


def test_what_is_changed_is_seen_at_once_as_it_is_after_a_reload(visit: Visit) -> None:
    amina, lindiwe = visit("amina-kariuki"), visit("lindiwe-mahlangu", width=360)
    open_talk(amina, "lindiwe-mahlangu")
    write(amina, "The annexe is on page 14.")
    expect(bubbles(amina, "The annexe")).to_be_visible()
    open_talk(lindiwe, "amina-kariuki")
    write(amina, "And this was meant for somebody else.")
    expect(bubbles(lindiwe, "somebody else")).to_be_visible()
    verb(amina, "The annexe", "Edit")
    amina.get_by_label("Other words").fill("The annex is on page **14**.")
    amina.get_by_role("button", name="Change it").click()
    expect(bubbles(lindiwe, "The annex is on page 14.")).to_be_visible()
    verb(lindiwe, "The annex", "Thank you")
    verb(lindiwe, "The annex", "Pin")
    expect(amina.locator(".message", has_text="The annex").get_by_text("pinned")).to_be_visible()
    verb(lindiwe, "The annex", "Answer")
    write(lindiwe, "Page 41, says mine.")
    expect(amina.locator(".message", has_text="Page 41").locator(".quoted")).to_contain_text(
        "Amina Kariuki The annex is on page 14."
    )
    other = amina.locator("[data-messages] .message", has_text="somebody else")
    other.locator(".more").click()
    other.get_by_role("link", name="Delete").click()
    amina.get_by_role("button", name="Delete for everybody").click()
    expect(lindiwe.locator(".bubble.gone")).to_have_text("This message was deleted.")
    live, together = lines(lindiwe), read_as_one(lindiwe)
    assert together[-3:] == [False, True, False]
    lindiwe.reload()
    assert lines(lindiwe)[-3:] == live[-3:]
    assert read_as_one(lindiwe)[-3:] == together[-3:]
    assert "Thank you 1" in live[-3]


def test_a_line_of_the_log_comes_live_and_what_disappears_goes_from_the_open_page(visit: Visit) -> None:
    amina, awa = visit("amina-kariuki"), visit("awa-ndiaye")
    awa.clock.install()
    for page, other in ((amina, "awa-ndiaye"), (awa, "amina-kariuki")):
        open_talk(page, other)
        write(page, f"For {other}, and it stays.")
    amina.goto(amina.url.partition("#")[0] + "/about")
    amina.get_by_label("After a day").check()
    amina.locator("form", has=amina.get_by_label("After a day")).get_by_role("button").click()
    expect(
        awa.locator("[data-messages] .happened", has_text="Messages disappear after a day.")
    ).to_be_visible()
    expect(awa.locator("[data-part=box]")).to_contain_text("Messages disappear after a day.")
    write(awa, "The ledger is with Kwitonda.")
    expect(awa.locator("[data-messages] [data-expires]")).to_have_count(1)
    awa.clock.fast_forward("24:30:00")
    expect(bubbles(awa, "Kwitonda")).to_have_count(0)
    expect(bubbles(awa, "and it stays.").first).to_be_visible()
    amina.get_by_label("They stay").check()
    amina.locator("form", has=amina.get_by_label("They stay")).get_by_role("button").click()


def test_what_waits_is_counted_in_every_tab(visit: Visit) -> None:
    amina, zhang = visit("amina-kariuki"), visit("zhang-wei")
    open_talk(amina, "zhang-wei")
    write(amina, "Shall we begin?")
    expect(amina.locator(".mine[data-sequence]", has_text="Shall we begin?")).to_be_visible()
    open_talk(zhang, "amina-kariuki")  # read, so that it is counted anew
    zhang.goto("/people")
    count = zhang.locator("[data-unread]")
    before = int(count.inner_text()) if count.count() else 0
    lists = zhang.context.new_page()
    lists.goto("/conversations")
    write(amina, "Are you there?")
    for tab in (zhang, lists):
        expect(tab.locator("[data-unread]")).to_have_text(str(before + 1))
        expect(tab).to_have_title(re.compile(rf"^\({before + 1}\) "))
    line = lists.locator("[data-conversations] li", has_text="Are you there?")
    expect(line).to_have_class("unread")
    line.get_by_role("link").click()
    expect(lists.locator("#new")).to_have_text("New since you were here")
    expect(zhang.locator("[data-unread]")).to_have_count(int(before > 0))
    expect(zhang).not_to_have_title(re.compile(rf"^\({before + 1}\)"))


def post(page: Page, body: str, client_id: str, *, quote: int | None = None) -> None:
    """As a program of the same person does it."""
    conversation = urlsplit(page.url).path.rpartition("/")[2]
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    answer = page.request.post(
        f"/api/v1/conversations/{conversation}/messages",
        data={"body": body, "client_id": client_id, "quote": quote},
        headers={"X-CSRFToken": str(token), "Origin": page.url.partition("/conversations")[0]},
    )
    assert answer.status in {200, 201}, answer.text()


def test_an_old_conversation_is_read_back_in_place_and_what_is_answered_is_found(visit: Visit) -> None:
    amina = visit("amina-kariuki", width=360)
    open_talk(amina, "lindiwe-mahlangu")
    write(amina, "The **oldest** line:\n\n```\n" + "wider than any phone, " * 20 + "\n```")
    oldest = amina.locator("[data-messages] > [data-sequence]", has_text="oldest")
    expect(oldest).to_be_visible()
    number_of_it = int(str(oldest.get_attribute("data-sequence")))
    for number in range(60):
        post(amina, f"Line {number}.", f"line-{number:04d}", quote=number_of_it if number == 59 else None)
    address = amina.url.partition("#")[0]
    amina.goto("/")
    amina.goto(address)
    expect(bubbles(amina, "Line 59.")).to_be_in_viewport()
    expect(bubbles(amina, "oldest")).to_have_count(0)  # the premise: it is not on this page
    assert amina.evaluate("document.documentElement.scrollWidth") == 360
    amina.get_by_role("link", name="Older messages").click()
    expect(bubbles(amina, "oldest")).to_be_attached()
    expect(bubbles(amina, "Line 59.")).to_be_attached()
    assert amina.evaluate("document.documentElement.scrollWidth") == 360
    amina.locator("[data-messages] .quoted").last.click()
    expect(bubbles(amina, "oldest")).to_be_in_viewport()
    amina.goto(address)
    amina.wait_for_load_state("networkidle")  # its line is there
    bubbles(amina, "Line 20.").scroll_into_view_if_needed()
    lindiwe = visit("lindiwe-mahlangu")
    open_talk(lindiwe, "amina-kariuki")
    write(lindiwe, "An answer far below.")
    below = amina.get_by_role("link", name=re.compile("New below"))
    expect(below).to_be_visible()
    expect(lindiwe.locator("[data-messages] .mine", has_text="far below")).not_to_contain_text("Read by")
    below.click()
    expect(bubbles(amina, "An answer far below.")).to_be_in_viewport()
    expect(below).to_be_hidden()
    expect(lindiwe.locator("[data-messages] .mine", has_text="far below")).to_contain_text("Read by")


def test_whoever_is_signed_out_or_taken_out_reads_no_further_in_any_tab(visit: Visit) -> None:
    amina, zhang = visit("amina-kariuki"), visit("zhang-wei")
    amina.goto("/conversations/new?with=zhang-wei&with=awa-ndiaye")
    write(amina, "For the three of us.")
    expect(bubbles(amina, "For the three of us.")).to_be_visible()
    address = amina.url
    zhang.goto(address)
    zhang.wait_for_load_state("networkidle")  # its line is there
    amina.goto(f"{address.partition('#')[0]}/about")
    amina.locator("summary", has_text="Take out: Zhang Wei").click()
    amina.get_by_role("button", name=re.compile("Take out for good.*Zhang Wei")).click()
    expect(zhang.get_by_text("You are not in that conversation any more.")).to_be_visible()
    amina.goto(address)
    amina.wait_for_load_state("networkidle")
    other = amina.context.new_page()
    other.goto("/")
    other.get_by_role("banner").locator("summary", has_text="Amina Kariuki").click()
    other.get_by_role("button", name="Sign out").click()
    expect(amina.get_by_label("Password")).to_be_visible()
    expect(bubbles(amina, "For the three of us.")).to_have_count(0)
