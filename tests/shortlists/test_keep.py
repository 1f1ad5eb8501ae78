"""Amina keeps a list: from the directory and from a profile, in her order, with notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy.orm import Session

from community.core import clock
from community.core.errors import NotFound
from community.core.unit_of_work import unit_of_work
from community.directory.shortlists import actions, queries
from community.directory.shortlists.errors import (
    ListFull,
    NameNeeded,
    NoteTooLong,
    NotInDirectory,
    TooManyLists,
)
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin, put

NewBrowser = Callable[..., Browser]


def names(page: html.HtmlElement) -> list[str]:
    return [words(one) for one in page.xpath("//ol[@class='shortlist']/li//h2")]


def notes(page: html.HtmlElement) -> list[str]:
    return [one.text or "" for one in page.xpath("//textarea[@name='note']")]


def entry_ids(session: Session, owner: Person, listed: str) -> list[int]:
    return [one.id for one in queries.own(session, owner.actor, listed).entries]


def test_from_a_hit_onto_a_first_list_and_back_to_the_search(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    page = amina.page("/people?q=debt")
    form = page.get_element_by_id("keep")
    buttons = {one.get("value") for one in page.xpath("//button[@form='keep'][@name='handle']")}
    assert people.awa.handle in buttons
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    answer = amina.post(form.get("action"), {**sent, "handle": people.awa.handle})
    assert answer.location == f"/people?q=debt#person-{people.awa.handle}"
    again = amina.page("/people?q=debt")
    assert "On your list: Shortlist" in words(again.get_element_by_id(f"person-{people.awa.handle}"))
    assert "On your list" not in words(again.get_element_by_id(f"person-{people.jose.handle}"))
    listed = again.xpath("//select[@name='shortlist']/option/@value")[0]
    assert names(amina.page(f"/shortlists/{listed}")) == ["Awa Ndiaye"]


def test_from_a_profile(people: Cast, ports: str, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    where = f"/people/{people.zhang_wei.handle}"
    assert "Add to shortlist" in words(amina.page(where))
    answer = amina.post(
        "/shortlists/add", {"handle": people.zhang_wei.handle, "shortlist": ports, "next": where}
    )
    assert answer.location.partition("#")[0] == where
    page = amina.page(where)
    assert "Now on your list “Ports”. Only you see that." in words(page)
    assert "On your list: Ports" in words(page)
    assert names(amina.page(f"/shortlists/{ports}")) == ["Awa Ndiaye", "José Manuel Muñoz", "Zhang Wei 张伟"]


def test_readers_have_no_lists_and_are_asked_to_sign_in(people: Cast, browser: NewBrowser) -> None:
    assert "shortlist" not in words(browser().page("/people"))
    assert browser().get("/shortlists").location.startswith("/sign-in")


def test_twice_on_a_list_is_once(people: Cast, ports: str, browser: NewBrowser) -> None:
    put(people.amina, ports, people.awa, "Another note")
    page = browser(people.amina).page(f"/shortlists/{ports}")
    assert names(page) == ["Awa Ndiaye", "José Manuel Muñoz"]
    assert notes(page) == ["Knows the Dakar contract", ""]


def test_a_note_is_written_and_kept(people: Cast, ports: str, browser: NewBrowser, session: Session) -> None:
    amina = browser(people.amina)
    _first, second = entry_ids(session, people.amina, ports)
    answer = amina.post(
        f"/shortlists/{ports}/people/{second}/note", {"note": "Speaks <b>fast</b>\u202e", "version": "0"}
    )
    assert answer.location == f"/shortlists/{ports}#entry-{second}"
    assert notes(amina.page(f"/shortlists/{ports}")) == ["Knows the Dakar contract", "Speaks <b>fast</b>"]


@pytest.mark.parametrize(
    ("note", "version", "status", "said"),
    [("x" * 2_001, "1", 422, "at most 2,000 characters"), ("Mine", "0", 409, "Somebody changed this note")],
    ids=["too long", "written meanwhile"],
)
def test_a_note_that_is_refused_stays_in_its_box(
    people: Cast,
    ports: str,
    browser: NewBrowser,
    session: Session,
    note: str,
    version: str,
    status: int,
    said: str,
) -> None:
    amina = browser(people.amina)
    first, _second = entry_ids(session, people.amina, ports)
    answer = amina.post(f"/shortlists/{ports}/people/{first}/note", {"note": note, "version": version})
    assert answer.status_code == status
    page = amina.parsed(answer)
    assert said in words(page)
    assert notes(page) == [note, ""]
    assert notes(amina.page(f"/shortlists/{ports}")) == ["Knows the Dakar contract", ""]
    # What is sent again is in the place of the other, because its version is now the one that was shown.
    version = page.xpath("//input[@name='version']/@value")[0]
    assert version == "1"


def test_the_order_is_hers(people: Cast, ports: str, browser: NewBrowser, session: Session) -> None:
    put(people.amina, ports, people.zhang_wei)
    amina = browser(people.amina)
    page = amina.page(f"/shortlists/{ports}")
    down = page.xpath("//button[@name='place'][contains(., 'Down')]")[0]
    amina.post(down.get("formaction"), {"place": down.get("value")})
    assert names(amina.page(f"/shortlists/{ports}")) == ["José Manuel Muñoz", "Awa Ndiaye", "Zhang Wei 张伟"]
    last = entry_ids(session, people.amina, ports)[-1]
    for place, order in (
        (1, ["Zhang Wei 张伟", "José Manuel Muñoz", "Awa Ndiaye"]),
        (99, ["José Manuel Muñoz", "Awa Ndiaye", "Zhang Wei 张伟"]),
    ):
        with unit_of_work() as writing:
            actions.move_person(writing, people.amina.actor, ports, last, place)
        assert names(amina.page(f"/shortlists/{ports}")) == order


def test_taken_off_and_deleted(people: Cast, ports: str, browser: NewBrowser, session: Session) -> None:
    amina = browser(people.amina)
    first, _second = entry_ids(session, people.amina, ports)
    amina.post(f"/shortlists/{ports}/people/{first}/remove")
    assert names(amina.page(f"/shortlists/{ports}")) == ["José Manuel Muñoz"]
    amina.post(f"/shortlists/{ports}/delete")
    assert amina.get(f"/shortlists/{ports}").status_code == 404
    assert "No list yet" in words(amina.page("/shortlists"))


def test_a_list_has_a_name(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    refused = amina.post("/shortlists", {"name": " \u202e "})
    assert refused.status_code == 422
    assert "Please give the list a name" in refused.text
    made = amina.post("/shortlists", {"name": "  Ports,   panel  "})
    assert made.status_code == 302
    assert words(amina.page(made.location).xpath("//h1")[0]) == "Ports, panel"
    long = amina.post(f"{made.location}/name", {"name": "x" * 121})
    assert (long.status_code, "x" * 121 in long.text) == (422, True)
    amina.post(f"{made.location}/name", {"name": "Dams"})
    assert words(amina.page(made.location).xpath("//h1")[0]) == "Dams"


def test_there_are_bounds(people: Cast, monkeypatch: pytest.MonkeyPatch, ports: str) -> None:
    monkeypatch.setattr(actions, "MOST_LISTS", 1)
    monkeypatch.setattr(actions, "MOST_PEOPLE", 2)
    with pytest.raises(TooManyLists):
        begin(people.amina, "One more")
    with pytest.raises(ListFull):
        put(people.amina, ports, people.zhang_wei)
    monkeypatch.setattr(actions, "MOST_PEOPLE", 3)
    with pytest.raises(NoteTooLong):
        put(people.amina, ports, people.zhang_wei, "x" * 2_001)
    with pytest.raises(NameNeeded):
        begin(people.omar, "")


def test_only_who_is_in_the_directory_gets_onto_a_list(people: Cast, ports: str) -> None:
    publish(people.zhang_wei, version=1, is_listed=False)
    with pytest.raises(NotInDirectory):
        put(people.amina, ports, people.zhang_wei)
    publish(people.zhang_wei, version=2, audience="me")
    for unknown in (people.zhang_wei, people.chen_hao):  # neither may be told from nobody
        with pytest.raises(NotFound):
            put(people.amina, ports, unknown)


def test_who_leaves_the_directory_leaves_the_list_and_the_note_stays(
    people: Cast, ports: str, browser: NewBrowser, session: Session
) -> None:
    for version, hidden in enumerate(
        ({"is_listed": False}, {"audience": "me"}, {"audience": "journalists"}), 1
    ):
        publish(people.awa, version=version, **hidden)
        page = browser(people.amina).page(f"/shortlists/{ports}")
        main = page.get_element_by_id("main")
        assert names(page) == ["No longer listed", "José Manuel Muñoz"], hidden
        assert notes(page)[0] == "Knows the Dakar contract"
        assert people.awa.handle not in html.tostring(main, encoding="unicode")
        assert "Ndiaye" not in words(main)
    publish(people.awa, version=4)
    assert names(browser(people.amina).page(f"/shortlists/{ports}"))[0] == "Awa Ndiaye"  # the premise


def test_a_list_says_from_when_each_can_talk_to_whom_may_know(people: Cast, browser: NewBrowser) -> None:
    """Awa gives members the hours until nine in the evening in Dakar; José gives his to journalists only."""
    wednesday = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)
    with clock.at(wednesday):
        publish(
            people.awa, version=1, time_zone="Africa/Dakar", notice_hours=2, speaks_from=8, speaks_until=21
        )
        publish(people.jose, version=1, time_zone="America/Guayaquil", audiences={"window": "journalists"})
        listed = begin(people.amina, "Debt")
        for person in (people.awa, people.jose):
            put(people.amina, listed, person)
        lines = browser(people.amina).page(f"/shortlists/{listed}").xpath("//ol[@class='shortlist']/li")
        assert "Can talk from 26 November, 08:00 your time" in words(lines[0])
        assert "Can talk" not in words(lines[1])
