"""Mail that nobody asked for today says where one click ends it (RFC 2369, RFC 8058); nothing else ends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from itsdangerous import URLSafeSerializer
from werkzeug.test import TestResponse

from community.accounts.mailed_links import new_secret, token_of
from community.core import clock
from community.directory.saved_searches.jobs import send_alerts
from community.directory.saved_searches.links import ending_url
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import publish
from tests.saved_searches.conftest import NOON, keep
from tests.smtp import Inbox, inbox, smtp

__all__ = ["inbox", "smtp"]

NewBrowser = Callable[..., Browser]
HYDROPOWER = "topic=hydropower"


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost")


def one_click(address: str, **more: Any) -> Callable[[Browser], TestResponse]:
    """What a mail program sends: no cookie, no token, no Origin."""
    data = {"List-Unsubscribe": "One-Click"}
    return lambda browser: browser.client.post(address, base_url="http://localhost", data=data, **more)


@pytest.fixture
def has_alert(people: Cast, browser: NewBrowser) -> Callable[[Person], bool]:
    return lambda person: "a mail in the morning" in words(browser(person).page("/searches"))


def test_what_stands_in_the_header_of_the_mail_ends_it(
    people: Cast,
    browser: NewBrowser,
    smtp: Controller,
    inbox: Inbox,
    follow: Callable[[], None],
    has_alert: Callable[[Person], bool],
) -> None:
    keep(people.amina, "Dams", HYDROPOWER)
    publish(people.zhang_wei)
    follow()
    with clock.at(NOON + timedelta(days=1)):
        send_alerts()
        follow()
    mail: Message = inbox.taken[-1]
    assert mail["To"] == people.amina.email
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    header = re.fullmatch(r"<(http://localhost/alerts/end/[\w.-]+)>", str(mail["List-Unsubscribe"]))
    assert header, "one address in angle brackets, as RFC 2369 has it"
    assert header[1] in str(mail.get_payload(decode=True))  # who reads the text finds it as well
    address, stranger = path_of(header[1]), browser()
    for opened in (stranger.get(address), stranger.open(address, method="HEAD")):
        assert (opened.status_code, "Set-Cookie" in opened.headers) == (200, False)
    assert has_alert(people.amina)  # what only opens links ended nothing
    assert one_click(address)(stranger).status_code == 200
    assert not has_alert(people.amina)
    assert one_click(address)(stranger).status_code == 200  # a mail program that asks twice is not refused


def test_only_the_signed_address_ends_it_and_only_its_owners(
    app: Flask, people: Cast, browser: NewBrowser, has_alert: Callable[[Person], bool]
) -> None:
    for person in (people.amina, people.omar):
        keep(person, "Dams", HYDROPOWER)
    address = path_of(ending_url(people.amina.id))
    token = address.rpartition("/")[2]
    value, _dot, signature = token.partition(".")
    other = path_of(ending_url(people.omar.id)).rpartition("/")[2]
    old_secret = URLSafeSerializer("the secret that the site had before", salt="saved-search-alerts")
    wrong = {
        "another member's number under this signature": f"{other.partition('.')[0]}.{signature}",
        "without a signature": value,
        "of a secret that the site no longer has": str(old_secret.dumps(people.amina.id)),
        "of another kind of link": token_of("claim", people.amina.id, new_secret()),
        "a plain number": str(people.amina.id),
        "nothing that anybody signed": "é" * 300,
    }
    for what, bad in wrong.items():
        assert one_click(f"/alerts/end/{bad}")(browser()).status_code == 404, what
        assert browser().get(f"/alerts/end/{bad}").status_code == 404, what
    gone = URLSafeSerializer(app.config["SECRET_KEY"], salt="saved-search-alerts").dumps(10**6)
    assert (
        one_click(f"/alerts/end/{gone}")(browser()).status_code == 200
    )  # nobody is told whose account is gone
    foreign = one_click(address, headers={"Origin": "https://elsewhere.example"})(browser())
    assert foreign.status_code == 400  # a page elsewhere is no mail program
    assert has_alert(people.amina)
    assert has_alert(people.omar)
    assert (
        one_click(address)(browser(people.omar)).status_code == 200
    )  # whoever is signed in: the address says whose
    assert not has_alert(people.amina)
    assert has_alert(people.omar)


def test_no_other_door_takes_a_form_without_its_token(
    people: Cast, browser: NewBrowser, has_alert: Callable[[Person], bool]
) -> None:
    search, amina = keep(people.amina, "Dams", HYDROPOWER), browser(people.amina)
    answer = amina.client.post(f"/searches/{search}/alert", base_url="http://localhost", data={})
    assert answer.status_code == 400
    assert has_alert(people.amina)
