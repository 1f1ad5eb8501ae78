"""A question is kept under a name, found again, renamed and deleted by nobody but its owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html
from werkzeug.test import TestResponse

from community.core.unit_of_work import unit_of_work
from community.directory.saved_searches import actions
from community.topics.merging import merge_topics
from tests.browser import Browser, words
from tests.cast import Cast
from tests.directory.test_talk import names
from tests.saved_searches.conftest import keep

NewBrowser = Callable[..., Browser]
API = "/api/v1/searches"


def form_of(page: html.HtmlElement) -> dict[str, str]:
    """The form over the list, as it would be sent."""
    (form,) = page.xpath("//form[@action='/searches']")
    boxes = form.xpath(".//input[not(@type='checkbox')]")
    return {one.get("name"): one.get("value") for one in boxes if one.get("name") != "csrf_token"}


def titles(browser: Browser) -> list[str]:
    return [words(one) for one in browser.page("/searches").xpath("//main//li/h2")]


def test_from_the_list_to_the_list(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    address = "/people?kind=scholar&q=finance&country_covered=SN&talk=today-17"
    form = form_of(amina.page(address))
    assert form["name"] == "finance, Scholar, Senegal, can talk today before 17:00"
    saved = amina.post("/searches", {**form, "name": "Ports"})
    assert saved.status_code == 302
    back = amina.page(saved.location)
    assert names(back) == ["Awa Ndiaye"]
    assert "Saved as Ports" in words(back)
    assert not back.xpath("//form[@action='/searches']")
    (line,) = amina.page("/searches").xpath("//main//li[starts-with(@id, 'search-')]")
    assert "finance · Scholar · Senegal · can talk today before 17:00" in words(line)
    assert "no mail" in words(line)
    opened = amina.get(line.xpath("./h2/a/@href")[0])
    assert opened.status_code == 302
    assert names(amina.page(opened.location)) == ["Awa Ndiaye"]


def test_the_same_question_is_kept_once(people: Cast, browser: NewBrowser) -> None:
    """In whatever order it is asked, on whatever page, and before whatever moment that is soon over."""
    amina = browser(people.amina)
    first = keep(people.amina, "Ports", "q=finance&kind=scholar&kind=practitioner", alert=False)
    again = form_of(amina.page("/people?kind=scholar"))
    assert again["asked"] == "kind=scholar"
    same = "/people?kind=practitioner&page=2&more=topic&kind=scholar&q=finance&talk=2026-11-25T20:00Z"
    assert "Saved as Ports" in words(amina.page(same))
    assert keep(people.amina, "Docks", "kind=practitioner&kind=scholar&q=finance", alert=False) == first
    assert titles(amina) == ["Docks"]


def test_what_asks_nothing_cannot_be_saved(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    assert not amina.page("/people?page=1").xpath("//form[@action='/searches']")
    assert amina.post("/searches", {"name": "All", "asked": "page=2"}).status_code == 422
    assert titles(amina) == []


def test_a_refusal_keeps_what_was_typed(
    people: Cast, browser: NewBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = browser(people.amina)
    refused = amina.post("/searches", {"name": "x" * 121, "asked": "q=finance", "alert": "y"})
    assert refused.status_code == 422
    page = amina.parsed(refused)
    assert page.xpath("//input[@name='name']/@value") == ["x" * 121]
    assert page.xpath("//input[@name='alert']/@checked")
    assert page.xpath("//input[@name='asked']/@value") == ["q=finance"]
    assert "at most 120 characters" in words(page)
    longer = "&".join(f"topic={number:080}" for number in range(40)) + f"&q={'é' * 300}"
    assert amina.post("/searches", {"name": "Long", "asked": longer}).status_code == 422
    monkeypatch.setattr(actions, "MOST_SEARCHES", 1)
    keep(people.amina, "Ports", "q=ports")
    assert amina.post("/searches", {"name": "Second", "asked": "q=dams"}).status_code == 409
    assert amina.post("/searches", {"name": "First again", "asked": "q=ports"}).status_code == 302
    assert titles(amina) == ["First again"]


def test_rename_and_delete(people: Cast, browser: NewBrowser) -> None:
    amina, search = browser(people.amina), keep(people.amina, "Ports", "q=finance")
    refused = amina.post(f"/searches/{search}/name", {"name": " "})
    assert refused.status_code == 422
    assert amina.parsed(refused).xpath(f"//input[@id='name-{search}']/@aria-invalid") == ["true"]
    amina.post(f"/searches/{search}/name", {"name": "مرافئ"})
    assert titles(amina) == ["مرافئ"]
    amina.post(f"/searches/{search}/delete")
    assert titles(amina) == []
    assert "No search saved yet" in words(amina.page("/searches"))


def every_door(browser: Browser, search: str) -> list[TestResponse]:
    """What can be asked of a search, deleting it last."""
    return [
        browser.get(f"/searches/{search}"),
        browser.post(f"/searches/{search}/name", {"name": "Stolen"}),
        browser.post(f"/searches/{search}/alert", {"alert": "off"}),
        browser.post(f"/searches/{search}/alert", {"alert": "on"}),
        browser.json("PATCH", f"{API}/{search}", {"name": "Stolen"}),
        browser.json("PATCH", f"{API}/{search}", {"alert": True}),
        browser.post(f"/searches/{search}/delete"),
        browser.json("DELETE", f"{API}/{search}"),
    ]


def test_nobody_else_finds_a_door_to_it(people: Cast, browser: NewBrowser) -> None:
    search = keep(people.amina, "Ports", "q=finance")
    omar = browser(people.omar)
    assert {answer.status_code for answer in every_door(omar, search)} == {404}
    assert (titles(omar), omar.json("GET", API).json["searches"]) == ([], [])
    assert "Saved as" not in words(omar.page("/people?q=finance"))
    assert titles(browser(people.amina)) == ["Ports"]
    mine = every_door(browser(people.amina), search)
    assert [answer.status_code for answer in mine] == [302, 302, 302, 302, 200, 200, 302, 404]


def test_readers_have_no_searches(people: Cast, browser: NewBrowser) -> None:
    assert not browser().page("/people?q=finance").xpath("//form[@action='/searches']")
    assert browser().json("GET", API).status_code == 401


def test_a_merged_topic_goes_on_finding(
    people: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    amina, search = browser(people.amina), keep(people.amina, "Lithium", "topic=lithium")
    editor = people.lindiwe.actor
    with unit_of_work() as session:
        merge_topics(session, editor, "lithium", "critical-minerals")
    follow()
    opened = amina.get(f"/searches/{search}").location
    assert opened == "/people?topic=critical-minerals"
    page = amina.page(opened)
    assert names(page) == ["José Manuel Muñoz"]
    assert "Saved as Lithium" in words(page)
    assert keep(people.amina, "Minerals", "topic=critical-minerals") == search


def test_programs_keep_them_by_the_same_verbs(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    made = amina.json("POST", API, {"name": "Ports", "asked": "q=finance&page=3", "alert": True})
    assert (made.status_code, made.json["asked"], made.json["alert"]) == (201, "q=finance", True)
    address = f"{API}/{made.json['id']}"
    changed = amina.json("PATCH", address, {"name": "Docks", "alert": False}).json
    assert (changed["name"], changed["alert"]) == ("Docks", False)
    refused = amina.json("PATCH", address, {"name": " ", "alert": True})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["name"])
    (one,) = amina.json("GET", API).json["searches"]
    assert (one["name"], one["alert"]) == ("Docks", False)  # the whole change was refused
    assert amina.json("DELETE", address).status_code == 204
    assert amina.json("GET", API).json["searches"] == []
