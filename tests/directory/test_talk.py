"""A journalist on a deadline: who can talk before it, and from when. It is noon in Nairobi, nine in Dakar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from community.accounts.actions import change_settings
from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.directory.moments import deadline, read_choice
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]
NOON = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""In Nairobi."""


def live_in(person: Person, zone: str) -> None:
    with unit_of_work() as session:
        change_settings(
            session, person.actor, display_name=person.name, native_name="", locale=None, time_zone=zone
        )


def publish_in(person: Person, zone: str, **more: Any) -> None:
    live_in(person, zone)
    publish(person, **more)


@pytest.fixture
def people(cast: Cast, follow: Callable[[], None]) -> Iterator[Cast]:
    with clock.at(NOON):
        live_in(cast.amina, "Africa/Nairobi")
        publish_in(cast.awa, "Africa/Dakar", notice_hours=2)
        publish_in(cast.jose, "America/Guayaquil", notice_hours=None)  # four in the morning
        publish_in(cast.zhang_wei, "Africa/Lusaka", notice_hours=24)
        publish_in(cast.chen_hao, "Asia/Shanghai", notice_hours=0)
        publish_in(cast.rafael, "Africa/Nairobi", notice_hours=0, availability="closed")
        follow()
        yield cast


def names(page: html.HtmlElement) -> list[str]:
    return sorted(words(one) for one in page.xpath("//article[contains(@class, 'hit')]//h2"))


def offered(page: html.HtmlElement) -> dict[str, str]:
    """The choices with their counts, as they are read."""
    boxes = page.xpath("//input[@name='talk'][@value != ''][@value != 'at']")
    return {box.get("value"): words(box.getparent()) for box in boxes}


def since(page: html.HtmlElement) -> dict[str, str]:
    return {
        words(one.xpath(".//h2")[0]): words(one.xpath(".//p[@class='talks-from']")[0])
        for one in page.xpath("//article[contains(@class, 'hit')]")
    }


def test_before_five_in_nairobi(people: Cast, browser: NewBrowser) -> None:
    page = browser(people.amina).page("/people?talk=today-17")
    assert since(page) == {
        "Awa Ndiaye": "Can talk from 14:00 your time",  # two hours of notice
        "Chen Hao": "Can talk now",
        "José Manuel Muñoz": "Can talk from 16:00 your time",  # his eight o'clock
    }
    chips = {words(chip): chip.get("href") for chip in page.xpath("//ul[@class='chips']//a")}
    assert chips["Remove: Can talk today before 17:00 ×"] == "/people"


def test_each_choice_says_how_many(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    told = offered(amina.page("/people"))
    assert (
        told
        == {
            "in-2-hours": "within 2 hours 1",
            "today-17": "today before 17:00 3",
            "tomorrow-12": "tomorrow before 12:00 3",  # Zhang Wei needs a day of notice: he can at noon, not before
        }
    )
    for choice, text in told.items():
        assert len(names(amina.page(f"/people?talk={choice}"))) == int(text[-1])
    # Counted with the other filters, and as if no moment were chosen.
    narrowed = offered(amina.page("/people?talk=in-2-hours&q=awa"))
    assert [text[-1] for text in narrowed.values()] == ["0", "1", "1"]


def test_a_moment_of_ones_own(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    page = amina.page("/people?talk=at&talk_at=2026-11-26T12:30")
    assert names(page) == ["Awa Ndiaye", "Chen Hao", "José Manuel Muñoz", "Zhang Wei"]
    assert since(page)["Zhang Wei"] == "Can talk from 26 November, 12:00 your time"
    assert page.xpath("//input[@name='talk_at']/@value") == ["2026-11-26T12:30"]
    chips = [words(chip) for chip in page.xpath("//ul[@class='chips']//a")]
    assert "Remove: Can talk before 26 November, 12:30 ×" in chips
    # The addresses of what follows say the moment in UTC, so that it is the same for whoever opens them.
    narrowed = amina.page("/people?talk_at=2026-11-26T12:30&kind=scholar")
    undo = narrowed.xpath("//ul[@class='chips']//a[contains(., 'Scholar')]/@href")[0]
    assert unquote(undo) == "/people?talk=2026-11-26T09:30Z"
    assert len(names(browser(people.lindiwe).page(undo))) == 4


def test_a_moment_that_is_over(people: Cast, browser: NewBrowser) -> None:
    page = browser(people.amina).page("/people?talk=2026-11-25T09:10Z")  # ten minutes are no talk
    assert names(page) == []
    assert "That moment is over" in words(page)
    with clock.at(datetime(2026, 11, 25, 13, 50, tzinfo=UTC)):  # ten to five in Nairobi
        assert "today-17" not in offered(browser(people.amina).page("/people"))


def test_hours_that_one_may_not_see_are_not_counted_nor_guessed(
    people: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    """Windows are for members to begin with; Awa shows hers to nobody, José his to everybody."""
    assert offered(browser().page("/people")) == {}
    assert names(browser().page("/people?talk=tomorrow-12")) == []
    publish(people.awa, version=1, audiences={"window": "me"})
    publish(people.jose, version=1, notice_hours=None, audiences={"window": "public"})
    follow()
    assert names(browser(people.amina).page("/people?talk=today-17")) == ["Chen Hao", "José Manuel Muñoz"]
    reader = browser().page("/people?talk=2026-11-25T20:00Z")
    assert names(reader) == ["José Manuel Muñoz"]
    assert since(reader) == {"José Manuel Muñoz": "Can talk from 13:00 your time"}  # a reader's clock is UTC


def test_who_moves_is_asked_by_another_clock(
    people: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    live_in(people.jose, "Africa/Nairobi")
    follow()
    assert "José Manuel Muñoz" in names(browser(people.amina).page("/people?talk=in-2-hours"))


def test_programs_ask_the_same(people: Cast, browser: NewBrowser) -> None:
    answer = browser(people.amina).json("GET", "/api/v1/people?talk=today-17").json
    assert {one["handle"]: one["talks_from"] for one in answer["people"]} == {
        people.awa.handle: "2026-11-25T11:00:00Z",
        people.chen_hao.handle: "2026-11-25T09:00:00Z",
        people.jose.handle: "2026-11-25T13:00:00Z",
    }
    assert answer["can_talk"] == {"in-2-hours": 1, "today-17": 3, "tomorrow-12": 3}
    assert "window" not in answer["facets"]


@pytest.mark.parametrize(
    ("choice", "typed", "read"),
    [
        ("today-17", "2026-11-25T14:00", "today-17"),  # a word wins over what is left in the field
        ("at", "2026-11-25T14:00", "2026-11-25T11:00Z"),
        ("", "2026-11-25T14:00:30", "2026-11-25T11:00Z"),
        ("2026-11-25T14:00Z", "", "2026-11-25T14:00Z"),
        ("0001-01-01T00:00Z", "", ""),
        ("at", "9999-12-31T23:59", ""),
        ("at", "2026-11-25T14:00+09:00", ""),
        ("yesterday", "soon", ""),
        ("\x00", "\u202e", ""),
    ],
)
def test_what_an_address_says_of_a_moment(choice: str, typed: str, read: str) -> None:
    assert read_choice(choice, typed, "Africa/Nairobi") == read


def test_a_day_is_the_readers(people: Cast) -> None:
    late = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)  # one in the morning of the 26th in Nairobi
    assert deadline("tomorrow-12", late, "Africa/Nairobi") == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert deadline("tomorrow-12", late, "No/Such_Zone") == datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    assert deadline("", late, "UTC") is None
