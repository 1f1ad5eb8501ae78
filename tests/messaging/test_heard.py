"""The page of a conversation as it is read out: whose each button is, and what speaks by itself."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import Browser, words
from tests.cast import Cast
from tests.messaging.talking import say, talk_between

Browsers = Callable[..., Browser]


def test_what_one_can_do_with_a_message_says_whose_it_is(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa, "Is the annex public?")
    say(cast.awa, talk, "Page 40.", "awa-page-40")
    page = browser(cast.amina).page(f"/conversations/{talk}")
    names = [more.get("aria-label") for more in page.xpath("//*[@data-messages]//a[@class='more']")]
    times = [words(line) for line in page.xpath("//*[@data-messages]//span[@class='state']/time")]
    assert names == [
        f"More on your message, {times[0]}",
        f"More on the message by {cast.awa.name}, {times[1]}",
    ]


def test_the_lines_are_silent_and_a_log_beside_them_speaks(cast: Cast, browser: Browsers) -> None:
    page = browser(cast.amina).page(f"/conversations/{talk_between(cast.amina, cast.awa)}")
    (log,) = page.xpath("//*[@role='log']")
    assert words(log) == ""
    assert not page.xpath(
        "//*[@data-messages]/ancestor-or-self::*[@aria-live or @role='log' or @role='status']"
    )


def test_a_link_skips_to_the_box_where_there_is_one(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    page = browser(cast.amina).page(f"/conversations/{talk}")
    targets = [link.get("href") for link in page.find_class("skip")]
    assert targets == ["#main", "#body"]
    assert page.get_element_by_id("body").tag == "textarea"
    browser(cast.awa).post(f"/people/{cast.amina.handle}/block", {"on": "1"})
    refused = browser(cast.awa).page(f"/conversations/{talk}")
    assert [link.get("href") for link in refused.find_class("skip")] == ["#main"]
