"""A link to an institution's address: for institutions only, once, for whoever asked; the address is forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from community.core import clock
from community.core.db import db
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.profiles.models import Affiliation, Verification
from community.verification import actions
from community.verification.jobs import keep_up
from community.verification.models import AddressCheck
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]
ADDRESS = "a.ndiaye.canary@econ.ucad.sn"


def affiliation_of(session: Session, person: Person) -> int:
    session.rollback()
    mine = select(Affiliation.id).where(Affiliation.member_id == person.id)
    found = session.scalar(mine.order_by(Affiliation.position))
    session.rollback()
    assert found
    return found


def ask(someone: Browser, affiliation_id: int, address: str = ADDRESS) -> int:
    return someone.post(
        "/verification/address", {"affiliation": str(affiliation_id), "address": address}
    ).status_code


def link_in_mail(session: Session) -> str:
    session.rollback()
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert mail
    assert mail.recipient == ADDRESS
    found = re.search(r"http://localhost(/verification/address/\S+)", mail.body)
    assert found
    session.rollback()
    return found[1]


def everything(session: Session) -> str:
    """All that the database holds, as text."""
    session.rollback()
    return "".join(
        str(tuple(row))
        for table in inspect(db.engine).get_table_names()
        for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - names of our own tables
    )


def test_the_domain_is_verified_and_the_address_forgotten(
    cast: Cast, browser: NewBrowser, session: Session, follow: Callable[[], None]
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    assert ask(awa, affiliation_of(session, cast.awa)) == 302
    link = link_in_mail(session)
    assert ADDRESS in everything(session)  # the premise: until it is used it has to be somewhere
    assert "econ.ucad.sn" in words(awa.page(link))
    awa.page(link)  # a mail program that looks into links uses nothing up
    assert awa.post(link).status_code == 302
    shown = words(browser().page(f"/people/{cast.awa.handle}"))
    assert "Université Cheikh Anta Diop: has an address at econ.ucad.sn" in shown
    assert "By a link sent to that address" in shown
    follow()
    assert ADDRESS not in everything(session)
    assert awa.get(link).status_code == 410
    assert awa.post(link).status_code == 410


def test_a_link_is_for_whoever_asked(cast: Cast, browser: NewBrowser, session: Session) -> None:
    publish(cast.awa)
    publish(cast.jose)
    assert ask(browser(cast.jose), affiliation_of(session, cast.awa)) == 404
    assert ask(browser(cast.awa), affiliation_of(session, cast.awa)) == 302
    link = link_in_mail(session)
    assert browser(cast.jose).post(link).status_code == 410
    assert browser().get(link).headers["Location"].startswith("/sign-in")
    assert browser(cast.awa).post(link[:-3] + "abc").status_code == 410
    assert browser(cast.awa).post(link).status_code == 302  # the premise


def test_a_link_lasts_a_day_and_a_new_one_takes_its_place(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    awa, affiliation = browser(cast.awa), affiliation_of(session, cast.awa)
    ask(awa, affiliation)
    first = link_in_mail(session)
    ask(awa, affiliation)
    assert awa.post(first).status_code == 410
    assert ADDRESS in everything(session)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert awa.post(link_in_mail(session)).status_code == 410
        keep_up()
    assert ADDRESS not in everything(session)
    assert session.scalar(select(AddressCheck.id)) is None


@pytest.mark.parametrize(
    "address",
    ["awa@gmail.com", "awa@mail.qq.com", "awa@Yahoo.fr", "awa@mailinator.com", "awa@x.mailinator.com", "awa@163.com",
     "nobody", "a@b", "awa@[127.0.0.1]", "awa@ucad.sn\nBcc: x@y.zz", "", "x" * 300 + "@ucad.sn"],
)  # fmt: skip
def test_addresses_that_anybody_can_have_prove_nothing(
    cast: Cast, browser: NewBrowser, session: Session, address: str
) -> None:
    publish(cast.awa)
    assert ask(browser(cast.awa), affiliation_of(session, cast.awa), address) == 422
    assert session.scalar(select(Mail.id)) is None


def note(cast: Cast, domain: str, *names: str, is_newsroom: bool = False) -> None:
    editor = cast.lindiwe.actor
    with unit_of_work() as session:
        actions.note_domain(session, editor, domain, names, is_newsroom=is_newsroom)


def test_a_noted_domain_verifies_its_own_institution_only(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    lindiwe = browser(cast.lindiwe)
    form = {"domain": "@UCAD.sn", "names": "Cheikh Anta Diop University\nUniversité cheikh anta diop"}
    assert lindiwe.post("/desk/verification/domains", form).status_code == 302
    assert lindiwe.post("/desk/verification/domains", form | {"domain": "no domain"}).status_code == 422
    awa = browser(cast.awa)
    first, second = session.scalars(select(Affiliation.id).order_by(Affiliation.position)).all()
    session.rollback()
    assert ask(awa, second) == 422  # the Treasury has no address there
    assert ask(awa, first) == 302
    assert lindiwe.post("/desk/verification/domains/ucad.sn/forget").status_code == 302
    assert ask(awa, second) == 302


@pytest.mark.parametrize(("kinds", "is_newsroom", "proves"), [
    (("journalist",), True, True),
    (("scholar",), True, False),
    (("journalist",), False, False),
])  # fmt: skip
def test_a_newsrooms_address_says_who_is_a_journalist(
    cast: Cast, browser: NewBrowser, session: Session, kinds: tuple[str, ...], is_newsroom: bool, proves: bool
) -> None:
    publish(cast.awa, kinds=kinds)
    note(cast, "ucad.sn", "Université Cheikh Anta Diop", is_newsroom=is_newsroom)
    awa = browser(cast.awa)
    ask(awa, affiliation_of(session, cast.awa))
    awa.post(link_in_mail(session))
    told = {tuple(row) for row in session.execute(select(Verification.subject, Verification.about))}
    assert (("kind", "journalist") in told) is proves
    assert ("affiliation", "Université Cheikh Anta Diop") in told


def test_the_mail_says_nothing_that_whoever_asked_wrote(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa, headline="BUY NOW", affiliations=())
    from community.profiles.drafts import AffiliationDraft

    publish(cast.awa, version=1, affiliations=(AffiliationDraft(institution="BUY NOW at evil.example"),))
    ask(browser(cast.awa), affiliation_of(session, cast.awa))
    body = session.scalar(select(Mail.body)) or ""
    assert "econ.ucad.sn" in body
    assert "BUY NOW" not in body
    assert "Awa" not in body


def test_asking_has_limits(app: Flask, cast: Cast, browser: NewBrowser, session: Session) -> None:
    from community.verification.views.mine import send_link

    assert send_link.door.limit == "5/hour; 15/day"  # type: ignore[attr-defined]
