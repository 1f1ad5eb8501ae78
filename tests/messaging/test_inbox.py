"""What waits, everywhere: on each page, in the title, in the lists, in every browser; and what one puts away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from community.core import clock
from community.messaging import actions
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import FIRST_WORDS, add, do, group_of, request_from, say, talk_between

Browsers = Callable[..., Browser]
Socket = Callable[[Person], Line]


def counted(browser: Browser, page: str = "/people") -> int:
    """The number in the masthead."""
    return int("".join(browser.page(page).xpath("//nav//*[@data-unread]/text()")) or 0)


def own(browser: Browser, talk: str, **wish: int) -> None:
    """A form of the page about the conversation."""
    answer = browser.post(f"/conversations/{talk}/own", {name: str(value) for name, value in wish.items()})
    assert answer.status_code == 302, answer.text


def listed(browser: Browser, box: str = "") -> list[str]:
    names = browser.page(f"/conversations?box={box}").xpath("//*[@data-conversations]//*[@class='name']")
    return [words(one) for one in names]


def test_every_page_says_how_many_conversations_wait(cast: Cast, browser: Browsers) -> None:
    talk_between(cast.amina, cast.awa)
    request_from(cast.omar, cast.awa)
    awa = browser(cast.awa)
    for page in ("/", "/people", "/settings", "/conversations"):
        assert counted(awa, page) == 2
        assert words(awa.page(page).find("head/title")).startswith("(2) ")
    assert not words(browser(cast.jose).page("/").find("head/title")).startswith("(")


def test_the_same_by_socket_and_as_json(cast: Cast, browser: Browsers, socket: Socket) -> None:
    talk = talk_between(cast.amina, cast.awa)
    request_from(cast.omar, cast.awa)
    awa = socket(cast.awa)
    assert awa.ask("inbox.count", {}) == {"ok": True, "unread": 2, "requests": 1}
    awa.ask("conversation.read", conversation=talk, sequence=1)
    assert awa.ask("inbox.count", {}) == {"ok": True, "unread": 1, "requests": 1}
    own(browser(cast.awa), talk, unread=1)
    told = browser(cast.awa).json("GET", "/api/v1/conversations").json
    assert (told["unread"], told["requests"]) == (2, 1)
    assert [(one["unread"], one["is_marked_unread"]) for one in told["conversations"]] == [(0, True)]
    assert awa.ask("inbox.count", {"of": cast.amina.handle})["error"]["status"] == 422


def test_marked_unread_it_waits_until_it_is_opened(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    awa.page(f"/conversations/{talk}")
    assert counted(awa) == 0
    own(awa, talk, unread=1)
    assert counted(awa) == 1
    assert "marked unread" in words(awa.page("/conversations").get_element_by_id("main"))
    awa.page(f"/conversations/{talk}")
    assert counted(awa) == 0


def test_muted_it_is_not_counted_but_for_a_mention(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    awa = browser(cast.awa)
    own(awa, talk, mute=1)
    assert counted(awa) == 0
    say(cast.amina, talk, "Awa, @awa-ndiaye, what do you say?", "amina-mentions")
    assert counted(awa) == 1
    awa.page(f"/conversations/{talk}")
    say(cast.amina, talk, "Anybody?", "amina-anybody")
    assert counted(awa) == 0
    own(awa, talk, mute=0)
    assert counted(awa) == 1


def test_whom_an_edit_names_is_told_once(cast: Cast, browser: Browsers, socket: Socket) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    awa, awa_live = browser(cast.awa), socket(cast.awa)
    own(awa, talk, mute=1)
    number = say(cast.amina, talk, "What do you say?", "amina-asks-who")

    def change(words: str) -> int:
        do(actions.edit_message, cast.amina, talk, number, words)
        return counted(awa)

    awa.page(f"/conversations/{talk}")
    assert change("What do you all say?") == 0
    assert change("What do you say, @awa-ndiaye?") == 1
    told = awa_live.heard("conversation.entry", count=3)[-1]["entry"]
    assert told["set_message"]["mentions"] == [cast.awa.handle]
    assert awa_live.ask("inbox.count", {})["unread"] == 1
    assert counted(browser(cast.omar)) == 1  # the message itself, which he has not read
    (line,) = awa.json("GET", "/api/v1/conversations").json["conversations"]
    assert (line["unread"], line["is_mentioned"]) == (1, True)
    assert change("What do you say?") == 0  # taken back before she saw it
    assert change("What do you say, @awa-ndiaye?") == 0  # nor is she called again
    awa.page(f"/conversations/{talk}")
    assert change("What do you say now, @awa-ndiaye?") == 0


@pytest.mark.parametrize("end", ["deleted", "expired"])
def test_an_edit_that_names_somebody_waits_no_more_when_its_message_is_gone(
    cast: Cast, browser: Browsers, end: str
) -> None:
    talk = group_of(cast.amina, cast.awa)
    do(actions.set_expiry, cast.amina, talk, 1)
    number = say(cast.amina, talk, "What do you say?", "amina-asks-who")
    awa = browser(cast.awa)
    awa.page(f"/conversations/{talk}")
    do(actions.edit_message, cast.amina, talk, number, "What do you say, @awa-ndiaye?")
    assert counted(awa) == 1  # the premise
    if end == "deleted":
        do(actions.delete_message, cast.amina, talk, number)
    days = 1 if end == "expired" else 0
    with clock.at(clock.now() + timedelta(days=days, seconds=1)):
        assert counted(awa) == 0


@pytest.mark.parametrize("muted", [False, True], ids=["loud", "muted"])
def test_put_away_it_comes_back_with_a_message_unless_it_is_muted(
    cast: Cast, browser: Browsers, muted: bool
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    own(awa, talk, mute=int(muted))
    own(awa, talk, archive=1)
    assert (listed(awa), listed(awa, "archive")) == ([], ["Amina Kariuki"])
    assert counted(awa) == 0
    say(cast.amina, talk, "One more thing.", "one-more-thing")
    assert (listed(awa) == []) == muted
    assert counted(awa) == int(not muted)


def test_what_one_does_in_one_browser_is_told_to_ones_others_and_to_nobody_else(
    cast: Cast, browser: Browsers, socket: Socket
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    request = request_from(cast.omar, cast.awa)
    here, there, amina = browser(cast.awa), socket(cast.awa), socket(cast.amina)
    for wish in ("mute", "archive", "unread"):
        own(here, talk, **{wish: 1})
    here.page(f"/conversations/{talk}")
    here.post(f"/conversations/{request}/accept")
    here.post(f"/people/{cast.omar.handle}/block", {"on": "1"})
    here.post(f"/people/{cast.omar.handle}/block", {"on": "0"})
    told = there.heard("inbox.changed", count=7)
    assert [one["conversation"] for one in told] == [talk] * 4 + [request] * 3
    assert there.heard("conversation.read")[0]["sequence"] == 1
    say(cast.awa, talk, "Hello.", "awa-hello")
    assert amina.heard("conversation.entry")  # the premise: she hears
    assert amina.so_far("inbox.changed") == []


def test_nobody_puts_away_what_is_not_theirs(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    omar = browser(cast.omar)
    assert omar.post(f"/conversations/{talk}/own", {"mute": "1"}).status_code == 404
    assert "<a" not in omar.get(f"/conversations/lines?open={talk}").text
    assert browser(cast.amina).get(f"/conversations/lines?open={talk}").text.count("<a") == 1


def test_the_list_alone_is_what_the_page_shows(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    request_from(cast.omar, cast.awa)
    awa = browser(cast.awa)
    page = awa.page("/conversations").xpath("//*[@data-conversations]")[0]
    assert words(awa.page(page.get("data-lines"))) == words(page)
    assert "Omar" in words(awa.page("/conversations/lines?box=requests"))
    beside = awa.page(f"/conversations/{talk}").xpath("//*[@data-lines]")[0]
    assert words(awa.page(beside.get("data-lines"))) == words(beside)
    assert "1 person would like to talk" in words(beside)


def test_the_list_shows_words_and_not_their_marks(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    say(cast.amina, talk, "Is **clause 4** in the [annex](https://ports.example/annex)?", "amina-marks")
    assert "Is clause 4 in the annex?" in words(browser(cast.awa).page("/conversations"))


def test_a_page_opens_where_reading_goes_on(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    awa.page(f"/conversations/{talk}")
    for n in range(2, 132):
        say(cast.amina, talk, f"Message {n}", f"amina-{n:05d}")
    line = awa.page("/conversations").xpath("//*[@data-conversations]//a/@href")[0]
    assert line == f"/conversations/{talk}#new"
    shown, reads = [], 3
    page = awa.page(line)
    divider = page.get_element_by_id("new")
    assert divider.getnext().get("data-sequence") == "2"
    for read in range(1, reads + 1):
        shown.append([int(one) for one in page.xpath("//li/@data-sequence")])
        assert counted(awa) == int(read < reads)  # what was not shown is not read
        newer = page.xpath("//a[@rel='next']/@href")
        page = awa.page(newer[0]) if newer else page
    assert shown == [list(range(1, 52)), list(range(47, 102)), list(range(97, 132))]
    assert not newer


def test_who_joins_a_group_with_history_begins_at_their_joining(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa)
    do(actions.share_history, cast.amina, talk, True)
    for n in range(60):
        say(cast.amina, talk, f"Message {n}", f"amina-{n:05d}")
    add(cast.amina, talk, cast.omar)
    do(actions.accept_request, cast.omar, talk)
    shown = browser(cast.omar).page(f"/conversations/{talk}").xpath("//li/@data-sequence")
    assert shown[-1] == "63"
    assert len(shown) == 50


def test_the_list_says_whose_words_are_the_last_where_its_title_does_not(
    cast: Cast, browser: Browsers
) -> None:
    group, pair = group_of(cast.amina, cast.awa, cast.omar), talk_between(cast.omar, cast.awa)
    say(cast.omar, group, "The annex is public.", "omar-annex")

    def said(person: Person) -> dict[str, str]:
        lines = browser(person).page("/conversations").xpath("//*[@data-conversations]//a")
        return {
            str(one.get("href")).partition("#")[0].rpartition("/")[2]: words(one.find_class("said")[0])
            for one in lines
        }

    assert said(cast.awa) == {group: "Omar El-Sayed: The annex is public.", pair: FIRST_WORDS}
    assert said(cast.omar) == {group: "You: The annex is public.", pair: f"You: {FIRST_WORDS}"}


def test_what_one_did_for_oneself_is_said(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    for wish, said in (
        ({"mute": 1}, "It is muted."),
        ({"mute": 0}, "It is counted again."),
        ({"archive": 1}, "It is in the archive until the next message."),
        ({"archive": 0}, "It is back from the archive."),
        ({"unread": 1}, "It is marked unread."),
    ):
        own(awa, talk, **wish)
        assert said in words(awa.page("/conversations"))
