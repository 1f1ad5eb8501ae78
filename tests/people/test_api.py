"""The JSON door does what the desk's pages do, for whom they do it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from tests.browser import Browser
from tests.cast import Cast
from tests.people.conftest import HEADINGS
from tests.people.test_bring_people import STAFF

NewBrowser = Callable[..., Browser]
DOOR = "/api/v1/desk/people"


def names(session: Session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(Member.display_name).where(Member.import_source.is_not(None))))


def test_a_file_is_shown_changed_brought_in_and_undone(
    cast: Cast, browser: NewBrowser, session: Session, topics: None
) -> None:
    desk = browser(cast.lindiwe)
    shown = desk.json("POST", DOOR, {"text": f"{STAFF}No Key;;;;;;;;\n", "file_name": "staff.csv"})
    assert shown.status_code == 201, shown.text
    told = shown.json
    assert (told["new"], told["here"], told["refused"], told["coming"]) == (2, 0, 1, 2)
    assert [one["name"] for one in told["lines"]] == ["Wanjiru Mwangi", "Wei Zhang"]
    own = f"{DOOR}/{told['id']}"
    refused = desk.json("GET", f"{own}?shown=refused").json
    assert [one["line"] for one in refused["lines"]] == [4]
    changed = desk.json("PATCH", own, {"left_out": [3], "kind": "practitioner"}).json
    assert (changed["coming"], changed["kind"]) == (1, "practitioner")
    assert [one["left_out"] for one in changed["lines"]] == [False, True]
    assert names(session) == set()
    wrong = desk.json("PATCH", own, {"columns": ["name", "name"]})
    assert (wrong.status_code, wrong.content_type) == (422, "application/problem+json")
    assert desk.json("POST", f"{own}/bring-in", {"audience": "public"}).json == {"people": 1}
    assert names(session) == {"Wanjiru Mwangi"}
    assert browser().json("GET", "/api/v1/people/wanjiru-mwangi").json["kinds"] == ["practitioner"]
    [file] = desk.json("GET", DOOR).json["files"]
    assert (file["file_name"], file["people"], file["audience"]) == ("staff.csv", 1, "public")
    assert desk.json("POST", f"{own}/audience", {"audience": "members"}).json == {"people": 1}
    assert browser().json("GET", "/api/v1/people/wanjiru-mwangi").status_code == 404
    assert desk.json("POST", f"{own}/undo", {}).json == {"gone": 1, "stayed": []}
    assert names(session) == set()


def test_what_cannot_be_read_is_told(cast: Cast, browser: NewBrowser, topics: None) -> None:
    desk = browser(cast.lindiwe)
    for text in ("", "one column\nAda\n", HEADINGS):
        answer = desk.json("POST", DOOR, {"text": text})
        assert (answer.status_code, answer.json["code"]) == (422, "file_unreadable")


def test_it_is_the_desks_and_a_preview_is_its_editors(
    cast: Cast, browser: NewBrowser, session: Session, topics: None
) -> None:
    desk, rafael = browser(cast.lindiwe), browser(cast.rafael)
    own = f"{DOOR}/{desk.json('POST', DOOR, {'text': STAFF}).json['id']}"
    asked = (
        ("GET", DOOR, None),
        ("POST", DOOR, {"text": STAFF}),
        ("GET", own, None),
        ("PATCH", own, {"left_out": [2]}),
        ("POST", f"{own}/bring-in", {"audience": "public"}),
        ("POST", f"{own}/audience", {"audience": "public"}),
        ("POST", f"{own}/undo", {}),
        ("DELETE", own, {}),
    )
    for method, address, body in asked:
        assert browser(cast.amina).json(method, address, body).status_code == 403, address
        assert browser().json(method, address, body).status_code == 401, address
        if address != DOOR:
            assert rafael.json(method, address, body).status_code == 404, (method, address)
    assert names(session) == set()
    assert desk.json("DELETE", own, {}).status_code == 204  # the premise
    assert desk.json("GET", own).status_code == 404
