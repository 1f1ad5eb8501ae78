"""Joining: from the form over the mail to a signed-in browser; and what it tells nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.mail import Mail
from tests.accounts.conftest import Mailbox
from tests.browser import Browser, words
from tests.cast import PASSWORD, Cast

NGUGI = {"display_name": "Ngũgĩ Wanjirũ", "email": "Ngugi@Wanjiru.example", "password": PASSWORD}


def test_a_newcomer_joins(browser: Callable[..., Browser], mailbox: Callable[[str], Mailbox]) -> None:
    visitor = browser()
    response = visitor.post("/sign-up", NGUGI)
    assert (response.status_code, response.location) == (302, "/sign-up/check-mail")
    assert "Its link confirms your address" in words(visitor.page("/sign-up/check-mail"))

    refused = visitor.post("/sign-in", NGUGI)
    assert refused.status_code == 422
    assert "confirm your address first" in refused.text

    link = mailbox("Ngugi@wanjiru.example").link
    assert link.startswith("http://localhost/confirm/")
    confirmed = visitor.get(link)
    assert (confirmed.status_code, confirmed.location) == (302, "/profile/edit")
    assert "Ngũgĩ Wanjirũ" in visitor.get("/settings").text


def test_a_link_works_once(browser: Callable[..., Browser], mailbox: Callable[[str], Mailbox]) -> None:
    browser().post("/sign-up", NGUGI)
    link = mailbox("Ngugi@wanjiru.example").link
    assert browser().get(link).location == "/profile/edit"
    late = browser()
    assert late.get(link).location == "/confirm"
    assert "Your address was confirmed before" in late.get("/confirm").text
    assert late.get("/settings").status_code == 302


def test_a_forged_link_confirms_nobody(browser: Callable[..., Browser], session: Session) -> None:
    browser().post("/sign-up", NGUGI)
    visitor = browser()
    assert visitor.get("/confirm/WyJmb3JnZWQiXQ.aaaa.bbbb").location == "/confirm"
    assert "not complete or was used already" in visitor.get("/confirm").text
    assert session.scalar(select(Member.confirmed_at)) is None


def test_the_same_answer_for_an_address_that_is_known(
    browser: Callable[..., Browser], cast: Cast, mailbox: Callable[[str], Mailbox]
) -> None:
    pages = []
    for email in ("somebody.new@wanjiru.example", cast.awa.email, cast.awa.email.upper()):
        visitor = browser()
        response = visitor.post("/sign-up", NGUGI | {"email": email})
        assert (response.status_code, response.location) == (302, "/sign-up/check-mail")
        pages.append(words(visitor.page("/sign-up/check-mail")))
    assert len(set(pages)) == 1
    told = mailbox(cast.awa.email)
    assert told.newest.subject == "You have an account already"
    assert "/reset-password/" in told.link


def test_who_joined_with_a_stolen_address_is_out_once_its_owner_comes(
    browser: Callable[..., Browser], mailbox: Callable[[str], Mailbox]
) -> None:
    browser().post("/sign-up", NGUGI | {"password": "the thief's own password"})
    owner = browser()
    owner.post("/sign-up", NGUGI)
    owner.post(mailbox("Ngugi@wanjiru.example").link, {"password": PASSWORD, "password_confirm": PASSWORD})
    thief = browser().post("/sign-in", NGUGI | {"password": "the thief's own password"})
    assert "do not fit together" in thief.text
    assert owner.post("/sign-in", NGUGI).status_code == 302


LABELS = {"display_name": "Your name", "email": "Email", "password": "Password"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("display_name", "", "Please write the name that readers will see."),
        ("display_name", " \u202e ", "Please write the name that readers will see."),
        ("display_name", "x" * 121, "Please use at most 120 characters."),
        ("email", "", "Please write your address."),
        ("email", "not an address", "This is not an address that mail can reach."),
        ("password", "", "Please write a password."),
        ("password", "elevenchars", "A password has at least 12 characters."),
        ("password", "password1234", "This password is easy to guess."),
        ("password", "qwertyuiop[]", "This password is easy to guess."),
        ("password", "Wanjirũ-Ngũgĩ", "This password is easy to guess."),  # their own name
        ("password", "Ngugi@Wanjiru", "This password is easy to guess."),
        ("password", "South Network", "This password is easy to guess."),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    browser: Callable[..., Browser], field: str, value: str, said: str
) -> None:
    response = browser().post("/sign-up", NGUGI | {field: value})
    assert response.status_code == 422
    assert said in response.text
    kept = "Ngugi@" if field == "display_name" else NGUGI["display_name"]
    assert kept in response.text
    page = browser().parsed(response)
    assert page.xpath("//title/text()")[0].startswith("Error: Join")
    told = page.xpath("//*[@data-error-summary]//a")
    assert [one.text for one in told] == [LABELS[field]]  # in the words of its label


def test_no_field_makes_somebody_more_than_a_member(
    browser: Callable[..., Browser], session: Session
) -> None:
    browser().post(
        "/sign-up", NGUGI | {"roles": "administrator", "confirmed_at": "2020-01-01", "handle": "admin"}
    )
    member = session.scalars(select(Member)).one()
    assert (member.handle, member.roles, member.confirmed_at) == ("ngugi-wanjiru", [], None)


def test_links_in_mail_do_not_follow_the_host_header(
    browser: Callable[..., Browser], cast: Cast, mailbox: Callable[[str], Mailbox]
) -> None:
    visitor = browser()
    forged: dict[str, Any] = {"headers": {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}}
    visitor.client.set_cookie("session", _cookie(visitor), domain="evil.example")
    visitor.post("/sign-up", NGUGI, **forged)
    visitor.post("/sign-up", NGUGI | {"email": cast.awa.email}, **forged)
    visitor.post("/reset-password", {"email": cast.awa.email}, **forged)
    visitor.post("/confirm", {"email": "Ngugi@wanjiru.example"}, **forged)
    mail = [*mailbox(cast.awa.email).mail, *mailbox("Ngugi@wanjiru.example").mail]
    assert len(mail) == 4
    for one in mail:
        assert "evil.example" not in one.body
        assert "http://localhost/" in one.body


def _cookie(visitor: Browser) -> str:
    assert visitor.token
    cookie = visitor.client.get_cookie("session", domain="localhost")
    assert cookie is not None
    return cookie.value


def test_judged_addresses_are_taken_or_refused_in_words(
    browser: Callable[..., Browser], session: Session, shared_data: Path
) -> None:
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    judged = etree.parse(shared_data / "security" / "isemail-addresses.xml", parser)
    addresses = [(test.findtext("address") or "") for test in judged.iter("test")]
    assert len(addresses) > 150
    visitor = browser()
    for address in addresses:
        response = visitor.post("/sign-up", NGUGI | {"email": address})
        assert response.status_code in {302, 422}, address
    members = session.scalar(select(func.count()).select_from(Member))
    assert members
    assert members == session.scalar(select(func.count()).select_from(Mail))


def test_a_stranger_cannot_have_us_mail_their_words(
    browser: Callable[..., Browser], mailbox: Callable[[str], Mailbox]
) -> None:
    browser().post("/sign-up", NGUGI | {"display_name": "Win at https://evil.example"})
    mail = mailbox("Ngugi@wanjiru.example").newest
    assert "evil" not in mail.subject + mail.body
