"""Programs keep lists by the same verbs."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import Browser
from tests.cast import Cast

NewBrowser = Callable[..., Browser]
API = "/api/v1/shortlists"


def test_a_list_from_its_beginning_to_its_end(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    made = amina.json("POST", API, {"name": "Ports"})
    assert made.status_code == 201
    address = f"{API}/{made.json['id']}"
    amina.json("POST", f"{address}/people", {"handle": people.awa.handle, "note": "First"})
    both = amina.json("POST", f"{address}/people", {"handle": people.jose.handle}).json
    awa, jose = both["entries"]
    assert (awa["person"]["name"], awa["note"], awa["note_version"]) == ("Awa Ndiaye", "First", 1)
    assert (jose["place"], jose["note"], both["one_sided"]) == (2, "", [])
    moved = amina.json("PUT", f"{address}/people/{jose['id']}/place", {"place": 1}).json
    assert [one["person"]["handle"] for one in moved["entries"]] == [people.jose.handle, people.awa.handle]
    noted = amina.json("PUT", f"{address}/people/{awa['id']}/note", {"note": "Second", "version": 1})
    assert noted.json["entries"][1]["note"] == "Second"
    late = amina.json("PUT", f"{address}/people/{awa['id']}/note", {"note": "Third", "version": 1})
    assert (late.status_code, late.json["code"]) == (409, "conflict")
    shared = amina.json("PUT", f"{address}/colleagues/{people.omar.handle}").json
    assert shared["colleagues"] == [people.omar.handle]
    (line,) = browser(people.omar).json("GET", API).json["shortlists"]
    assert (line["name"], line["people"], line["is_mine"]) == ("Ports", 2, False)
    left = amina.json("DELETE", f"{address}/people/{awa['id']}").json
    assert [one["place"] for one in left["entries"]] == [1]
    assert amina.json("PATCH", address, {"name": "Dams"}).json["name"] == "Dams"
    assert amina.json("DELETE", address).status_code == 204
    assert amina.json("GET", address).status_code == 404


def test_what_does_not_fit_is_refused_at_its_field(people: Cast, browser: NewBrowser) -> None:
    amina = browser(people.amina)
    refused = amina.json("POST", API, {"name": "   "})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["name"])
    assert amina.json("POST", API, {"name": "x", "owner": "omar"}).status_code == 422
    made = amina.json("POST", API, {"name": "Ports"}).json
    long = amina.json(
        "POST", f"{API}/{made['id']}/people", {"handle": people.awa.handle, "note": "x" * 2_001}
    )
    assert (long.status_code, list(long.json["errors"])) == (422, ["note"])
    assert amina.json("GET", f"{API}/{made['id']}").json["entries"] == []


def test_readers_are_asked_to_sign_in(people: Cast, browser: NewBrowser) -> None:
    assert browser().json("GET", API).status_code == 401


def test_the_document_knows_them(people: Cast, browser: NewBrowser) -> None:
    paths = browser().json("GET", "/api/v1/openapi.json").json["paths"]
    assert set(paths[f"{API}/{{public_id}}"]) == {"get", "patch", "delete"}
