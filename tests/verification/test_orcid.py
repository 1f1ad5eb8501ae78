"""An iD is linked by signing in at ORCID, is one member's, and lets them sign in; nothing else links it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.models import EndedVerification, Verification
from community.verification.models import OrcidLink
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish
from tests.verification.orcid_server import OrcidServer

NewBrowser = Callable[..., Browser]
AWAS, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def link(someone: Browser, orcid: OrcidServer, iD: str) -> int:  # noqa: N803 - as ORCID writes it
    """All steps of a person who links an iD. Returns the status of the last one."""
    away = someone.get("/verification/orcid/begin").headers["Location"]
    back = someone.get(orcid.answer(away, iD))
    assert back.headers["Location"] == "/verification/orcid/link"
    assert f"{orcid.url}/{iD}" in words(someone.page("/verification/orcid/link"))
    return someone.post("/verification/orcid/link").status_code


def test_a_linked_iD_stands_on_the_profile_whole(  # noqa: N802
    cast: Cast, browser: NewBrowser, orcid: OrcidServer, session: Session
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    assert link(awa, orcid, AWAS) == 302
    assert session.scalar(select(OrcidLink.member_id).where(OrcidLink.orcid == AWAS)) == cast.awa.id
    page = browser().page(f"/people/{cast.awa.handle}")
    assert page.xpath(f"//a[@href='{orcid.url}/{AWAS}' and text()='{orcid.url}/{AWAS}']")
    assert "ORCID iD, by signing in there" in words(page)
    assert awa.post("/verification/orcid/unlink").status_code == 302
    assert AWAS not in browser().get(f"/people/{cast.awa.handle}").text
    assert session.scalar(select(EndedVerification.because)) == "unlinked"
    assert awa.post("/verification/orcid/unlink").status_code == 404


def test_an_iD_belongs_to_one_member(  # noqa: N802
    cast: Cast, browser: NewBrowser, orcid: OrcidServer, session: Session
) -> None:
    publish(cast.awa)
    publish(cast.jose)
    assert link(browser(cast.awa), orcid, AWAS) == 302
    assert link(browser(cast.jose), orcid, AWAS) == 409
    assert link(browser(cast.jose), orcid, OTHER) == 302  # the premise: it is the iD
    assert link(browser(cast.jose), orcid, "0000-0002-1694-233X") == 302  # takes the place of the one before
    assert set(session.scalars(select(OrcidLink.orcid))) == {AWAS, "0000-0002-1694-233X"}
    assert len(list(session.scalars(select(Verification.id)))) == 2


def test_whoever_linked_it_signs_in_with_it(cast: Cast, browser: NewBrowser, orcid: OrcidServer) -> None:
    publish(cast.awa)
    reader = browser()
    assert "Sign in with ORCID" in words(reader.page("/sign-in"))
    away = reader.get("/sign-in/orcid?next=/settings").headers["Location"]
    assert (
        reader.get(orcid.answer(away, AWAS)).status_code == 404
    )  # nobody has linked it: no name, no address helps
    link(browser(cast.awa), orcid, AWAS)
    away = reader.get("/sign-in/orcid?next=/settings").headers["Location"]
    assert reader.get(orcid.answer(away, AWAS)).headers["Location"] == "/settings"
    assert cast.awa.email in words(reader.page("/settings"))
    with unit_of_work() as unit:
        unit.get_one(Member, cast.awa.id).active = False
    other = browser()
    away = other.get("/sign-in/orcid?next=https://evil.example").headers["Location"]
    assert other.get(orcid.answer(away, AWAS)).status_code == 404


def test_nobody_is_sent_to_another_site(cast: Cast, browser: NewBrowser, orcid: OrcidServer) -> None:
    publish(cast.awa)
    link(browser(cast.awa), orcid, AWAS)
    reader = browser()
    away = reader.get("/sign-in/orcid?next=//evil.example/").headers["Location"]
    assert reader.get(orcid.answer(away, AWAS)).headers["Location"] == "/"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "APP-OTHER"},
        {"nonce": "another"},
        {"exp": 1},
        {"sub": "0000-0002-1825-0098"},
        {"sub": "awa"},
        {"nonce": None},
    ],
)
def test_a_token_that_says_anything_else_is_refused(
    cast: Cast, browser: NewBrowser, orcid: OrcidServer, session: Session, claims: dict[str, Any]
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    orcid.claims = claims
    away = awa.get("/verification/orcid/begin").headers["Location"]
    assert awa.get(orcid.answer(away, AWAS)).status_code == 400
    awa.page("/verification/orcid/link", 404)
    orcid.claims = {}
    assert link(awa, orcid, AWAS) == 302  # the premise


def test_an_answer_is_for_the_browser_and_the_flow_that_asked(
    cast: Cast, browser: NewBrowser, orcid: OrcidServer
) -> None:
    publish(cast.awa)
    awa, amina = browser(cast.awa), browser(cast.amina)
    back = orcid.answer(awa.get("/verification/orcid/begin").headers["Location"], AWAS)
    assert amina.get(back).status_code == 400  # another browser has no such flow
    assert awa.get(back.replace("state=", "state=x")).status_code == 400
    assert awa.get(back).status_code == 400  # a wrong state ends the flow
    away = awa.get("/verification/orcid/begin").headers["Location"]
    back = orcid.answer(away, AWAS)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert awa.get(back).status_code == 400
    assert awa.get("/verification/orcid/done?error=access_denied").headers["Location"] == "/verification"


def test_an_answer_in_whatever_script_is_refused_and_breaks_nothing(
    cast: Cast, browser: NewBrowser, orcid: OrcidServer
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    for wrong in ("?state=é&code=é", "?state=%FF&code=x", "?code=x", "?error=server_error", ""):
        assert awa.get("/verification/orcid/begin").status_code == 302
        assert awa.get(f"/verification/orcid/done{wrong}").status_code == 400


def test_whoever_is_signed_in_does_not_become_somebody_else(
    cast: Cast, browser: NewBrowser, orcid: OrcidServer, session: Session
) -> None:
    publish(cast.awa)
    link(browser(cast.awa), orcid, AWAS)
    reader = browser()
    back = orcid.answer(reader.get("/sign-in/orcid").location, AWAS)
    with reader.client.session_transaction(base_url="http://localhost") as cookie:
        flow = cookie["orcid_flow"]
    jose = browser(cast.jose)
    assert jose.get("/sign-in/orcid?next=/people").location == "/people"
    with jose.client.session_transaction(base_url="http://localhost") as cookie:
        cookie["orcid_flow"] = flow  # begun before José signed in at this browser
    assert jose.get(back).status_code == 400
    assert cast.jose.email in words(jose.page("/settings"))


def test_another_key_does_not_sign_for_orcid(cast: Cast, browser: NewBrowser, orcid: OrcidServer) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    back = orcid.answer(awa.get("/verification/orcid/begin").headers["Location"], AWAS)
    orcid.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert awa.get(back).status_code == 400


def test_without_settings_there_is_nothing_of_it(app: Flask, cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    assert "ORCID" not in words(browser().page("/sign-in").get_element_by_id("main"))
    assert "ORCID" not in words(awa.page("/verification").get_element_by_id("main"))
    assert browser().get("/sign-in/orcid").status_code == 404
    assert awa.get("/verification/orcid/begin").status_code == 404
