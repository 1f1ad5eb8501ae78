"""Amina shares her list with Omar; Chen Hao has no business in it; Awa, who stands on it, learns nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.accounts.queries import another_member
from community.core import clock
from community.core.db import db
from community.core.outbox import OutboxEvent
from community.core.unit_of_work import unit_of_work
from community.directory.shortlists import actions, queries
from community.directory.shortlists.errors import NoSuchColleague, SharedWithMany
from community.relations import actions as relations
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import make_verified_journalist, publish
from tests.shortlists.conftest import begin, put, share
from tests.shortlists.test_keep import names, notes

NewBrowser = Callable[..., Browser]


def every_door(browser: Browser, listed: str, entry: int, omar: str) -> list[TestResponse]:
    """What can be asked of a list, at all of its doors: reading first, then what a reader may do, then the owner's."""
    page, api = f"/shortlists/{listed}", f"/api/v1/shortlists/{listed}"
    note = {"note": "Mine", "version": 99}
    return [
        browser.get(page),
        browser.get(f"{page}/list.csv"),
        browser.get(f"{page}/list.vcf"),
        browser.json("GET", api),
        browser.post(f"{page}/people/{entry}/note", note),
        browser.json("PUT", f"{api}/people/{entry}/note", note),
        browser.post(f"{page}/name", {"name": "Stolen"}),
        browser.json("PATCH", api, {"name": "Stolen"}),
        browser.post("/shortlists/add", {"handle": "awa-ndiaye", "shortlist": listed}),
        browser.json("POST", f"{api}/people", {"handle": "awa-ndiaye"}),
        browser.post(f"{page}/people/{entry}/move", {"place": 2}),
        browser.json("PUT", f"{api}/people/{entry}/place", {"place": 2}),
        browser.post(f"{page}/colleagues", {"handle": "rafael-teixeira"}),
        browser.json("PUT", f"{api}/colleagues/rafael-teixeira"),
        browser.post(f"{page}/colleagues/{omar}/end"),
        browser.json("DELETE", f"{api}/colleagues/{omar}"),
        browser.post(f"{page}/people/{entry}/remove"),
        browser.json("DELETE", f"{api}/people/{entry}"),
        browser.post(f"{page}/delete"),
        browser.json("DELETE", api),
    ]


def entry_of(session: Session, cast: Cast, listed: str) -> int:
    return queries.own(session, cast.amina.actor, listed).entries[0].id


def test_whoever_has_no_business_in_it_finds_no_door(
    app: Flask, people: Cast, ports: str, browser: NewBrowser, session: Session
) -> None:
    share(people.amina, ports, people.omar)
    assert people.rafael.handle == "rafael-teixeira"
    entry = entry_of(session, people, ports)
    doors = [
        rule
        for rule in app.url_map.iter_rules()
        if "shortlists" in rule.endpoint and "<public_id>" in rule.rule
    ]
    answers = every_door(browser(people.chen_hao), ports, entry, people.omar.handle)
    assert len(answers) == len(doors) + 1  # each, and adding, whose address does not name the list
    for answer in answers:
        assert answer.status_code == 404, answer.request.url
    assert "Ports" not in browser(people.chen_hao).get("/shortlists").text
    assert browser(people.chen_hao).json("GET", "/api/v1/shortlists").json == {"shortlists": []}
    # The premise: the addresses are right, and nothing was changed.
    page = browser(people.amina).page(f"/shortlists/{ports}")
    assert names(page) == ["Awa Ndiaye", "José Manuel Muñoz"]
    assert notes(page)[0] == "Knows the Dakar contract"
    own = every_door(browser(people.amina), ports, entry, people.omar.handle)
    assert {one.status_code for one in own[:4]} == {200}
    assert {one.status_code for one in own[4:6]} == {409}  # the version of the note
    assert {one.status_code for one in own[6:-3]} <= {200, 201, 204, 302}


def test_a_colleague_reads_and_notes_and_does_nothing_else(
    people: Cast, ports: str, browser: NewBrowser, session: Session
) -> None:
    share(people.amina, ports, people.omar)
    entry = entry_of(session, people, ports)
    omar = browser(people.omar)
    assert "shared with you by Amina Kariuki" in words(omar.page("/shortlists"))
    page = omar.page(f"/shortlists/{ports}")
    assert "Shared with you by Amina Kariuki." in words(page)
    assert names(page) == ["Awa Ndiaye", "José Manuel Muñoz"]
    assert not page.xpath("//button[@name='place'] | //form[contains(@action, '/delete')]")
    answers = every_door(omar, ports, entry, people.omar.handle)
    assert {one.status_code for one in answers[:4]} == {200}
    assert {one.status_code for one in answers[4:6]} == {409}
    assert {one.status_code for one in answers[6:14]} == {404}
    share(people.amina, ports, people.omar)  # he left at the door that ends it
    omar.post(
        f"/shortlists/{ports}/people/{entry}/note", {"note": "Rang her: free on Friday", "version": "1"}
    )
    hers = browser(people.amina).page(f"/shortlists/{ports}")
    assert notes(hers)[0] == "Rang her: free on Friday"
    assert "by Omar El-Sayed" in words(hers)


def test_nothing_is_shared_with_whoever_has_blocked_its_owner(
    people: Cast, ports: str, browser: NewBrowser
) -> None:
    """The name of a list, and a note, are words too. The owner is not told."""
    share(people.amina, ports, people.omar)
    with unit_of_work() as unit:
        relations.block(unit, people.omar.actor, people.amina.id)
    omar, amina = browser(people.omar), browser(people.amina)
    assert "Ports" not in omar.get("/shortlists").text
    assert omar.json("GET", "/api/v1/shortlists").json == {"shortlists": []}
    for address in (f"/shortlists/{ports}", f"/shortlists/{ports}/list.csv", f"/api/v1/shortlists/{ports}"):
        assert omar.get(address).status_code == 404
    assert "Omar El-Sayed" in words(amina.page(f"/shortlists/{ports}"))
    told = amina.post(f"/shortlists/{ports}/colleagues", {"handle": people.omar.handle})
    assert told.status_code == 302
    with unit_of_work() as unit:
        relations.block(unit, people.omar.actor, people.amina.id, on=False)
    assert omar.get(f"/shortlists/{ports}").status_code == 200  # the premise


def test_each_sees_with_their_own_eyes(
    people: Cast, ports: str, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    """Awa shows herself to verified journalists only: Amina is one, Omar is not."""
    make_verified_journalist(people.amina)
    publish(people.awa, version=1, audience="journalists")
    follow()
    share(people.amina, ports, people.omar)
    assert names(browser(people.amina).page(f"/shortlists/{ports}"))[0] == "Awa Ndiaye"
    omar = browser(people.omar)
    assert names(omar.page(f"/shortlists/{ports}"))[0] == "No longer listed"
    for file in ("list.csv", "list.vcf"):
        assert "Awa" not in omar.get(f"/shortlists/{ports}/{file}").text
        assert "Awa" in browser(people.amina).get(f"/shortlists/{ports}/{file}").text
    assert omar.json("GET", f"/api/v1/shortlists/{ports}").json["entries"][0]["person"] is None


def test_what_is_ended_is_ended(people: Cast, ports: str, browser: NewBrowser) -> None:
    share(people.amina, ports, people.omar)
    share(people.amina, ports, people.rafael)
    browser(people.amina).post(f"/shortlists/{ports}/colleagues/{people.omar.handle}/end")
    assert browser(people.omar).get(f"/shortlists/{ports}").status_code == 404
    rafael = browser(people.rafael)
    assert rafael.get(f"/shortlists/{ports}").status_code == 200
    assert rafael.post(f"/shortlists/{ports}/colleagues/{people.rafael.handle}/end").location == "/shortlists"
    assert rafael.get(f"/shortlists/{ports}").status_code == 404


def test_a_colleague_is_named_by_handle_or_by_address(people: Cast, ports: str, browser: NewBrowser) -> None:
    amina, handle = browser(people.amina), people.omar.handle
    for written in (handle, f"@{handle}", f" https://south.example/people/{handle}/ "):
        answer = amina.post(f"/shortlists/{ports}/colleagues", {"handle": written})
        assert answer.status_code == 302
        assert f"/colleagues/{handle}/end" in amina.get(f"/shortlists/{ports}").text
        amina.post(f"/shortlists/{ports}/colleagues/{handle}/end")


@pytest.mark.parametrize("who", ["nobody-at-all", "amina-kariuki", ""])
def test_nobody_else_is_told_apart(people: Cast, ports: str, browser: NewBrowser, who: str) -> None:
    assert people.amina.handle == "amina-kariuki"
    answer = browser(people.amina).post(f"/shortlists/{ports}/colleagues", {"handle": who})
    assert answer.status_code == 422
    assert "No other member has this handle" in answer.text
    assert f'value="{who}"' in answer.text


def test_there_is_a_bound(people: Cast, ports: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_COLLEAGUES", 1)
    share(people.amina, ports, people.omar)
    share(people.amina, ports, people.omar)
    with pytest.raises(SharedWithMany):
        share(people.amina, ports, people.rafael)
    with unit_of_work() as session:
        actions.end_share(session, people.amina.actor, ports, people.omar.handle)
    with unit_of_work() as session:
        another_member(session, people.amina.actor, people.omar.handle).active = False
    with pytest.raises(NoSuchColleague):
        share(people.amina, ports, people.omar)


def test_who_stands_on_a_list_learns_nothing(
    people: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    """Every page of Awa's is the same, byte for byte, before and after."""
    awa = browser(people.awa)
    addresses = (
        "/people",
        f"/people/{people.awa.handle}",
        "/settings",
        "/conversations",
        "/shortlists",
        "/profile/edit",
    )

    def pages() -> list[str]:
        """Without the forms' tokens, which say the second in which they were made."""
        return [re.sub(r"I[jm][\w-]{40,}\.[\w.-]+", "", awa.get(one).text) for one in addresses]

    with clock.at(clock.now()):  # her own page says what time it is where she is
        before = pages()
        facts = db.session.query(OutboxEvent).count()
        listed = begin(people.amina, "Ports")
        put(people.amina, listed, people.awa, "Do not trust")
        share(people.amina, listed, people.omar)
        follow()
        assert pages() == before
    assert db.session.query(OutboxEvent).count() == facts
