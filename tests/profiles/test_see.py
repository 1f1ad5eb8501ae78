"""Who sees a profile, and what of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from community.accounts.actions import add_member
from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.profiles import actions
from community.profiles.models import Affiliation, Profile, Verification
from community.profiles.schemas import initials, person_lines
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import CANARY, HEADLINE, publish

NewBrowser = Callable[..., Browser]


def test_a_draft_is_seen_by_its_owner_only(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa, audience="me")
    address = f"/people/{cast.awa.handle}"
    assert "not published yet" in words(browser(cast.awa).page(address))
    for other in (browser(), browser(cast.amina), browser(cast.lindiwe)):
        other.page(address, 404)
        assert other.json("GET", f"/api/v1{address}").status_code == 404
    with unit_of_work() as session:
        profile = session.get_one(Profile, cast.awa.id)
        profile.audience = "public"
    assert HEADLINE in words(browser().page(address))  # the premise: it is published that was missing


def test_the_private_contact_is_on_no_page_and_in_no_answer(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa)
    for who in (browser(), browser(cast.amina), browser(cast.lindiwe), browser(cast.awa)):
        for address in (f"/people/{cast.awa.handle}", f"/api/v1/people/{cast.awa.handle}"):
            assert CANARY not in who.get(address).text
    assert CANARY in browser(cast.awa).get("/profile/edit/talk").text
    assert CANARY not in browser(cast.amina).get("/profile/edit/talk").text


def test_readers_cannot_write(cast: Cast, browser: NewBrowser) -> None:
    assert browser().get("/profile/edit").headers["Location"].startswith("/sign-in")
    assert browser().post("/profile/edit/about", {"headline": "mine"}).status_code == 401
    assert browser().post("/profile/confirm").status_code == 401
    assert browser(cast.awa).get("/profile/edit").status_code == 200


def test_a_member_without_a_profile_is_brought_to_write_one(cast: Cast, browser: NewBrowser) -> None:
    address = f"/people/{cast.awa.handle}"
    assert browser(cast.awa).get(address).headers["Location"] == "/profile/edit"
    browser().page(address, 404)


def test_who_can_be_written_to(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa)
    address = f"/people/{cast.awa.handle}"
    assert f"{address}/write" in browser(cast.amina).get(address).text
    assert f"{address}/write" not in browser(cast.awa).get(address).text


def test_confirming_says_so(cast: Cast, browser: NewBrowser, session: Session) -> None:
    with clock.at(clock.now() - timedelta(days=90)):
        publish(cast.awa)
    assert browser(cast.awa).post("/profile/confirm").status_code == 302
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    assert profile.confirmed_at
    assert clock.now() - profile.confirmed_at < timedelta(minutes=1)
    assert profile.version == 1  # an open form is not made stale by it


def test_availability_ends_on_its_day(cast: Cast, session: Session) -> None:
    publish(cast.awa, available_until=clock.now().date())
    with unit_of_work() as unit:
        assert actions.end_availability(unit) == 0
    with clock.at(clock.now() + timedelta(days=1)), unit_of_work() as unit:
        assert actions.end_availability(unit) == 1
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).availability == "limited"


def test_person_lines_ask_as_often_for_one_as_for_all(cast: Cast, session: Session) -> None:
    everybody = (cast.awa, cast.jose, cast.zhang_wei, cast.lindiwe)
    for person in everybody:
        publish(person)
    with unit_of_work() as unit:
        unclaimed = add_member(unit, display_name="M. Diallo").id
    one = person_lines(session, {cast.awa.id})
    asked: list[str] = []
    listener = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    lines = person_lines(session, {unclaimed, 10**9, *(person.id for person in everybody)})
    event.remove(db.engine, "before_cursor_execute", listener)
    assert len(asked) == 5
    assert one[cast.awa.id] == lines[cast.awa.id]
    assert lines.keys() == {unclaimed, *(person.id for person in everybody)}
    assert (lines[unclaimed].name, lines[unclaimed].url, lines[unclaimed].initials) == (
        "M. Diallo",
        None,
        "MD",
    )
    assert lines[cast.lindiwe.id].is_staff
    assert not lines[cast.awa.id].is_staff
    awa = lines[cast.awa.id]
    assert (awa.kinds, awa.affiliation) == (("scholar", "practitioner"), "Université Cheikh Anta Diop")
    assert awa.with_note("author of this story").role_note == "author of this story"


def test_marks_expire_and_former_affiliations_say_so(cast: Cast, session: Session) -> None:
    publish(cast.awa, affiliations=())
    today = clock.now().date()
    with unit_of_work() as unit:
        for by, days in (("orcid", 10), ("orcid", 300), ("editor", 500)):
            verified_on = today - timedelta(days=days)
            unit.add(Verification(member_id=cast.awa.id, by=by, verified_on=verified_on))
        unit.add(Affiliation(member_id=cast.awa.id, institution="Treasury", from_year=2001, to_year=2010))
    awa = person_lines(session, {cast.awa.id})[cast.awa.id]
    assert awa.verified == (("ORCID", today - timedelta(days=10)),)
    assert awa.affiliation == "formerly Treasury"


def test_initials_in_each_script() -> None:
    assert initials("Zhang Wei", "张伟") == "张"
    assert initials("Omar El-Sayed", "عمر السيد") == "OE"
    assert initials("ليلى حداد") == "ل"
    assert initials("José Manuel Muñoz") == "JM"
    assert initials("Madonna") == "M"
    assert initials("") == ""
