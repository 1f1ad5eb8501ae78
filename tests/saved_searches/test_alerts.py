"""In the morning one mail tells Amina who is new to what she saved: once, and what she may know."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.directory.indexing import mend_index
from community.directory.saved_searches import finding
from community.directory.saved_searches.jobs import send_alerts
from community.profiles.drafts import AffiliationDraft
from community.profiles.models import Verification
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import make_verified_journalist, publish
from tests.saved_searches.conftest import NOON, keep, live_in

NewBrowser = Callable[..., Browser]
Follow = Callable[[], None]

MORNING = datetime(2026, 11, 26, 7, 0, tzinfo=ZoneInfo("Africa/Nairobi"))
HYDROPOWER = "topic=hydropower"


def mail_of(person: Person) -> list[Mail]:
    db.session.rollback()
    wanted = select(Mail).where(Mail.recipient == person.email).order_by(Mail.id)
    return list(db.session.scalars(wanted))


def ask(moment: datetime = MORNING) -> None:
    with clock.at(moment):
        send_alerts()


def test_who_is_new_is_told_once(people: Cast, follow: Follow) -> None:
    keep(people.amina, "Dams in Zambia", HYDROPOWER)
    publish(people.zhang_wei, based_in="ZM", kinds=("practitioner",), headline="click http://evil.example")
    publish(people.chen_hao, is_listed=False)
    publish(people.omar, topics=("lithium",))
    follow()
    ask(MORNING - timedelta(minutes=1))
    assert mail_of(people.amina) == []
    ask()
    (mail,) = mail_of(people.amina)
    assert mail.subject == "1 new person matches your search"
    assert mail.body.startswith(
        "New for “Dams in Zambia”:\n"
        "· Zhang Wei (practitioner, Zambia)\n"
        f"  http://localhost/people/{people.zhang_wei.handle}\n"
        "http://localhost/searches/"
    )
    assert "evil.example" not in mail.body
    for later in (MORNING, MORNING + timedelta(hours=5), MORNING + timedelta(days=1)):
        ask(later)
    assert len(mail_of(people.amina)) == 1


def test_who_comes_back_is_not_new(people: Cast, follow: Follow) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.awa, version=1, is_listed=False)
    follow()
    ask()
    publish(people.awa, version=2)
    publish(people.awa, version=3, headline="Another headline")
    follow()
    ask(MORNING + timedelta(days=1))
    assert mail_of(people.amina) == []


def test_one_mail_for_all_searches(people: Cast, follow: Follow) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    keep(people.amina, "Lenders", "q=lender")
    keep(people.amina, "Without mail", "q=formerly", alert=False)
    publish(people.zhang_wei, headline="Formerly a lender")
    follow()
    ask()
    (mail,) = mail_of(people.amina)
    assert mail.subject == "2 new people match your searches"
    assert [name for name in ("Dams", "Lenders", "Without mail") if name in mail.body] == ["Dams", "Lenders"]


def test_seven_by_her_own_clock(people: Cast, follow: Follow) -> None:
    live_in(people.omar, "America/Guayaquil")
    for owner in (people.amina, people.omar):
        keep(owner, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    ask(NOON + timedelta(hours=3))  # seven in Guayaquil, where it is still the day before
    assert (len(mail_of(people.amina)), len(mail_of(people.omar))) == (0, 1)
    ask()
    assert (len(mail_of(people.amina)), len(mail_of(people.omar))) == (1, 1)


def test_a_mail_names_only_whom_anybody_would_find(people: Cast, follow: Follow) -> None:
    """It passes through other hands: that Zhang Wei was at the treasury is for members, that Chen Hao is here too."""
    keep(people.amina, "Treasuries", "q=treasury")
    was_there = AffiliationDraft(institution="Treasury", from_year=2001, audience="members")
    publish(people.zhang_wei, affiliations=(was_there,))
    publish(people.chen_hao, audience="members")
    publish(people.omar, audiences={"kinds": "members", "based_in": "members"})
    follow()
    ask()
    (mail,) = mail_of(people.amina)
    assert mail.subject == "3 new people match your searches"
    assert "· Omar El-Sayed\n" in mail.body
    assert "· 2 more people\n" in mail.body
    for hidden in ("Zhang Wei", people.zhang_wei.handle, "Chen Hao", people.chen_hao.handle, "scholar"):
        assert hidden not in mail.body


def test_she_is_told_what_she_may_know_this_morning(people: Cast, follow: Follow) -> None:
    """Omar was a verified journalist when he saved it, and is none any more; Rafael still is."""
    for reader in (people.omar, people.rafael):
        make_verified_journalist(reader)
        keep(reader, "Dams", HYDROPOWER)
    publish(people.zhang_wei, audience="journalists")
    follow()
    omar = people.omar
    with unit_of_work() as session:
        session.delete(session.scalars(select(Verification).where(Verification.member_id == omar.id)).one())
    ask(NOON + timedelta(days=1))
    assert mail_of(omar) == []
    (mail,) = mail_of(people.rafael)
    assert "· 1 more person" in mail.body


def test_nobody_is_told_of_themselves(people: Cast, follow: Follow) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.amina)
    follow()
    ask()
    assert mail_of(people.amina) == []


def test_some_of_the_words_are_no_match(people: Cast, browser: NewBrowser, follow: Follow) -> None:
    """The page shows who has most of the words, and says so; that is no news for a mail."""
    keep(people.amina, "Ports", "q=harbour pilots")
    publish(people.zhang_wei, headline="Pilots")
    follow()
    assert "Zhang Wei" in words(browser(people.amina).page("/people?q=harbour+pilots"))
    ask()
    assert mail_of(people.amina) == []
    publish(people.chen_hao, headline="Harbour pilots")
    follow()
    ask(MORNING + timedelta(days=1))
    assert "Chen Hao" in mail_of(people.amina)[0].body


def test_a_search_that_finds_too_many_has_no_mail(
    people: Cast, browser: NewBrowser, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, search = browser(people.amina), keep(people.amina, "Dams", HYDROPOWER)
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    publish(people.zhang_wei)
    follow()
    ask()
    assert mail_of(people.amina) == []
    assert "no mail until there are fewer" in words(amina.page("/searches"))
    monkeypatch.setattr(
        finding, "MOST_FOUND", 3
    )  # who came meanwhile is noted without a word, who comes now is new
    ask(MORNING + timedelta(days=1))
    publish(people.omar)
    follow()
    ask(MORNING + timedelta(days=2))
    (mail,) = mail_of(people.amina)
    assert ("Omar El-Sayed" in mail.body, "Zhang Wei" in mail.body) == (True, False)
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    refused = amina.json("POST", "/api/v1/searches", {"name": "Dams", "asked": "kind=scholar", "alert": True})
    assert (refused.status_code, refused.json["code"]) == (409, "finds_too_many")
    amina.post(f"/searches/{search}/alert", {"alert": "off"})
    amina.post(f"/searches/{search}/alert", {"alert": "on"})
    assert "finds more than 1,000 people" in words(amina.page("/searches"))


def test_an_index_that_is_being_built_is_no_news(
    app: Flask, people: Cast, browser: NewBrowser, follow: Follow
) -> None:
    settings = app.extensions["settings"]
    if not settings.is_embedded:
        pytest.skip("PostgreSQL's index lives and dies with the database")
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    for entry in (Path(settings.instance_dir) / "search").iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    app.extensions.pop("search_engine")  # as a process that starts finds it
    refused = browser(people.omar).post("/searches", {"name": "Dams", "asked": HYDROPOWER, "alert": "y"})
    assert refused.status_code == 503
    ask()
    assert mail_of(people.amina) == []
    mend_index()
    ask(MORNING + timedelta(minutes=15))
    assert "Zhang Wei" in mail_of(people.amina)[0].body


def test_an_alert_of_a_closed_account_is_silent(people: Cast, follow: Follow) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    amina = people.amina
    with unit_of_work() as session:
        session.get_one(Member, amina.id).active = False
    ask()
    assert mail_of(amina) == []


def test_in_her_language(people: Cast, follow: Follow) -> None:
    amina = people.amina
    with unit_of_work() as session:
        session.get_one(Member, amina.id).locale = "fr"
    keep(amina, "Barrages", HYDROPOWER)
    publish(people.zhang_wei, based_in="ZM", kinds=("practitioner",))
    follow()
    ask()
    (mail,) = mail_of(amina)
    assert "Zambie" in mail.body
    assert "new person" not in mail.subject


def test_one_click_ends_it(people: Cast, browser: NewBrowser, follow: Follow) -> None:
    """By the address in the mail's header, without cookie or token (RFC 8058). Who only opens it ends nothing."""
    keep(people.amina, "Dams", HYDROPOWER)
    keep(people.omar, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    ask(NOON + timedelta(days=1))
    (mail,) = mail_of(people.amina)
    assert mail.unsubscribe_url in mail.body
    address = str(mail.unsubscribe_url).removeprefix("http://localhost")
    stranger = browser()
    assert "No more of this mail" in words(stranger.page(address))
    assert "a mail in the morning" in words(browser(people.amina).page("/searches"))
    at = len(address) - 9  # not the last one, part of which says nothing
    forged = stranger.client.post(
        f"{address[:at]}{'A' if address[at] != 'A' else 'B'}{address[at + 1 :]}", base_url="http://localhost"
    )
    assert forged.status_code == 404
    clicked = stranger.client.post(
        address, base_url="http://localhost", data={"List-Unsubscribe": "One-Click"}
    )
    assert clicked.status_code == 200
    assert "Set-Cookie" not in clicked.headers
    assert "no mail" in words(browser(people.amina).page("/searches"))
    publish(people.chen_hao)
    follow()
    ask(NOON + timedelta(days=2))
    assert [len(mail_of(one)) for one in (people.amina, people.omar)] == [1, 2]  # the premise: Omar's goes on


def test_whoever_begins_again_hears_of_later_ones_only(
    people: Cast, browser: NewBrowser, follow: Follow
) -> None:
    amina, search = browser(people.amina), keep(people.amina, "Dams", HYDROPOWER, alert=False)
    publish(people.zhang_wei)
    follow()
    ask()
    amina.post(f"/searches/{search}/alert", {"alert": "on"})
    publish(people.chen_hao)
    follow()
    ask(MORNING + timedelta(days=1))
    (mail,) = mail_of(people.amina)
    assert ("Zhang Wei" in mail.body, "Chen Hao" in mail.body) == (False, True)
