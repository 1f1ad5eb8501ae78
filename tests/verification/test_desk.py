"""The desk verifies by name and with a reason; what changes, ends or is taken back counts no longer, at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.actions import change_settings
from community.core import clock
from community.core.errors import NotAllowed
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.profiles.drafts import AffiliationDraft
from community.profiles.models import EndedVerification, Profile, ProfileTopic, Verification
from community.profiles.taxonomy import taxonomy
from community.verification import actions
from community.verification.jobs import keep_up
from community.verification.models import VerificationRequest
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]
REASON = "Her page at the university says so; I called the office."
UCAD = "Université Cheikh Anta Diop"

DOORS = (
    ("GET", "/desk/verification"),
    ("POST", "/desk/verification/requests/1/verified"),
    ("GET", "/desk/verification/people/awa-ndiaye"),
    ("POST", "/desk/verification/people/awa-ndiaye"),
    ("POST", "/desk/verification/statements/1/revoke"),
    ("POST", "/desk/verification/domains"),
    ("POST", "/desk/verification/domains/uct.ac.za/forget"),
)


def verified(cast: Cast, subject: str, about: str, of: Any = None) -> int:
    editor, member = cast.lindiwe.actor, (of or cast.awa).id
    with unit_of_work() as session:
        return actions.verify(session, editor, member, subject, about, REASON).id


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_the_desk_is_the_editors(cast: Cast, browser: NewBrowser, method: str, address: str) -> None:
    publish(cast.awa)
    for someone, statuses in ((cast.amina, (403,)), (cast.lindiwe, (200, 302, 404, 422))):
        at = browser(someone)
        assert at.open(address, method=method, data={"csrf_token": at.token}).status_code in statuses
    assert browser().get("/verification").headers["Location"].startswith("/sign-in")
    assert browser(cast.awa).get("/verification").status_code == 200


def test_a_member_asks_and_an_editor_answers_by_name(
    cast: Cast, browser: NewBrowser, session: Session, follow: Callable[[], None]
) -> None:
    publish(cast.awa)
    awa, lindiwe = browser(cast.awa), browser(cast.lindiwe)
    asked = {"what": f"affiliation:{UCAD}", "note": "https://ucad.example/staff/ndiaye"}
    assert awa.post("/verification/requests", asked).status_code == 302
    assert awa.post("/verification/requests", asked).status_code == 409
    assert "waits for the desk" in words(awa.page("/verification"))
    assert "https://ucad.example/staff/ndiaye" in words(lindiwe.page("/desk/verification"))
    request_id = session.scalar(select(VerificationRequest.id))
    address = f"/desk/verification/requests/{request_id}/verified"
    refused = lindiwe.post(address, {"answer": "yes"})
    assert refused.status_code == 422
    assert "how you checked it" in words(lindiwe.parsed(refused))
    assert lindiwe.post(address, {"answer": REASON}).status_code == 302
    assert lindiwe.post(address, {"answer": REASON}).status_code == 404  # it is decided
    shown = words(browser().page(f"/people/{cast.awa.handle}"))
    assert f"The affiliation {UCAD}" in shown
    assert "Checked by Lindiwe Mahlangu" in shown
    assert REASON in shown
    follow()
    follow()
    assert [mail.recipient for mail in session.scalars(select(Mail))] == [cast.awa.email]


def test_a_request_can_be_declined_with_a_reason(cast: Cast, browser: NewBrowser, session: Session) -> None:
    publish(cast.awa)
    browser(cast.awa).post("/verification/requests", {"what": "name:Awa Ndiaye"})
    request_id = session.scalar(select(VerificationRequest.id))
    lindiwe = browser(cast.lindiwe)
    sent = {"answer": "Please send us a page that names you."}
    assert lindiwe.post(f"/desk/verification/requests/{request_id}/declined", sent).status_code == 302
    page = words(browser(cast.awa).page("/verification"))
    assert "declined Please send us a page that names you." in page
    assert session.scalar(select(func.count()).select_from(Verification)) == 0


@pytest.mark.parametrize(
    "what", ["", "kind:journalist", "affiliation:Nowhere", "name:Somebody Else", "other:", "x"]
)
def test_only_what_the_profile_says_is_asked_for(cast: Cast, browser: NewBrowser, what: str) -> None:
    publish(cast.awa)
    assert browser(cast.awa).post("/verification/requests", {"what": what}).status_code == 422


def test_nobody_verifies_themselves(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.lindiwe)
    sent = {"what": "name:Lindiwe Mahlangu", "answer": REASON}
    address = f"/desk/verification/people/{cast.lindiwe.handle}"
    assert browser(cast.lindiwe).post(address, sent).status_code == 403
    assert browser(cast.rafael).post(address, sent).status_code == 302
    amina = cast.amina.actor
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.verify(session, amina, cast.lindiwe.id, "name", "Lindiwe Mahlangu", REASON)


def test_something_else_is_stated_in_the_editors_words_and_taken_back(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    lindiwe = browser(cast.lindiwe)
    address = f"/desk/verification/people/{cast.awa.handle}"
    assert lindiwe.post(address, {"what": "other:", "answer": REASON}).status_code == 422
    sent = {"what": "other:", "answer": REASON, "statement": "Sat on the debt commission in 2024"}
    assert lindiwe.post(address, sent).status_code == 302
    profile = f"/people/{cast.awa.handle}"
    assert "Sat on the debt commission in 2024" in words(browser().page(profile))
    told = session.scalar(select(Verification.id))
    revoke = f"/desk/verification/statements/{told}/revoke"
    assert lindiwe.post(revoke, {"answer": ""}).status_code == 302
    assert "Sat on the debt commission in 2024" in words(browser().page(profile))  # a reason is needed
    assert lindiwe.post(revoke, {"answer": "The commission never met."}).status_code == 302
    assert "Sat on the debt commission in 2024" not in words(browser().page(profile))
    ended = words(browser(cast.awa).page("/verification"))
    assert "taken back by Lindiwe Mahlangu The commission never met." in ended


def test_a_changed_affiliation_ends_its_verification_visibly(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    verified(cast, "affiliation", UCAD)
    profile = f"/people/{cast.awa.handle}"
    here = AffiliationDraft(institution=UCAD, role="Dean of economics", from_year=2019)
    publish(cast.awa, version=1, affiliations=(here,))
    assert "Checked by Lindiwe Mahlangu" in words(
        browser().page(profile)
    )  # the role was not what was verified
    there = AffiliationDraft(institution="Université Gaston Berger", role="Dean of economics")
    publish(cast.awa, version=2, affiliations=(there,))
    assert "Checked by Lindiwe Mahlangu" not in words(browser().page(profile))
    ended = words(browser(cast.awa).page("/verification"))
    assert f"The affiliation {UCAD}" in ended
    assert "you changed what it was about" in ended


def test_a_changed_name_ends_its_verification_before_anything_follows(
    cast: Cast, browser: NewBrowser, session: Session, follow: Callable[[], None]
) -> None:
    publish(cast.awa)
    verified(cast, "name", "Awa Ndiaye")
    profile = f"/people/{cast.awa.handle}"
    assert "The name Awa Ndiaye" in words(browser().page(profile))
    actor = cast.awa.actor
    with unit_of_work() as unit:
        change_settings(unit, actor, display_name="Fatou Diome", native_name="", locale=None, time_zone="UTC")
    assert "The name" not in words(browser().page(profile))
    assert "checked by the desk" not in words(browser().page(profile))
    follow()
    assert session.scalar(select(EndedVerification.because)) == "changed"


@pytest.fixture
def hidden(cast: Cast, follow: Callable[[], None]) -> str:
    """Awa shows a topic to verified journalists only; Amina is one."""
    publish(cast.awa, topics=("lithium", "ports"))
    publish(cast.amina, kinds=("journalist",), topics=(), affiliations=())
    with unit_of_work() as unit:
        topic = taxonomy(unit).by_slug["lithium"].id
        unit.get_one(ProfileTopic, (cast.awa.id, topic)).audience = "journalists"
    publish(cast.awa, version=1, topics=("lithium", "ports"))
    verified(cast, "kind", "journalist", cast.amina)
    follow()
    return "Lithium"


def seen_by(browser: NewBrowser, cast: Cast, person: Any) -> list[bool]:
    """Whether somebody sees Awa's hidden topic on the page, in JSON, in the search."""
    someone = browser(person)
    handle = cast.awa.handle
    return [
        "Lithium" in words(someone.page(f"/people/{handle}").get_element_by_id("main")),
        "lithium" in {one["slug"] for one in someone.json("GET", f"/api/v1/people/{handle}").json["topics"]},
        "1 person" in words(someone.page("/people?topic=lithium")),
    ]


def test_a_verified_journalist_sees_more(cast: Cast, browser: NewBrowser, hidden: str) -> None:
    assert seen_by(browser, cast, cast.amina) == [True] * 3
    assert seen_by(browser, cast, cast.omar) == [False] * 3


def test_revoking_closes_the_audience_at_once(
    cast: Cast, browser: NewBrowser, hidden: str, session: Session
) -> None:
    editor = cast.lindiwe.actor
    told = session.scalar(select(Verification.id)) or 0
    session.rollback()
    with unit_of_work() as unit:
        actions.revoke(unit, editor, told, "She has left journalism.")
    assert seen_by(browser, cast, cast.amina) == [False] * 3


def test_expiry_closes_the_audience_at_once(
    cast: Cast, browser: NewBrowser, hidden: str, session: Session
) -> None:
    last_day = session.scalar(select(Verification.expires_on))
    session.rollback()
    assert last_day
    days = (last_day - clock.now().date()).days
    with clock.at(clock.now() + timedelta(days=days)):
        assert seen_by(browser, cast, cast.amina) == [True] * 3
    with clock.at(clock.now() + timedelta(days=days + 1)):
        assert seen_by(browser, cast, cast.amina) == [False] * 3


def test_who_is_no_longer_a_journalist_sees_less_at_once(
    cast: Cast, browser: NewBrowser, hidden: str
) -> None:
    publish(cast.amina, version=1, kinds=("scholar",), topics=(), affiliations=())
    assert seen_by(browser, cast, cast.amina) == [False] * 3


def mails(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Mail.subject).order_by(Mail.id)))


def test_reminders_leave_once(cast: Cast, browser: NewBrowser, session: Session) -> None:
    publish(cast.awa)
    verified(cast, "name", "Awa Ndiaye")
    start = clock.now()
    for day, expected in (
        (300, []),
        (336, ["A verification ends in a month"]),
        (350, ["A verification ends in a month"]),
        (367, ["A verification ends in a month", "A verification has ended", "Is your profile still true?"]),
        (400, ["A verification ends in a month", "A verification has ended", "Is your profile still true?"]),
    ):
        with clock.at(start + timedelta(days=day)):
            keep_up()
            keep_up()
            assert sorted(mails(session)) == sorted(expected), day
    assert session.scalar(select(EndedVerification.because)) == "expired"
    session.rollback()
    with clock.at(start + timedelta(days=740)):
        keep_up()
        assert mails(session).count("Is your profile still true?") == 2
        assert "Not confirmed for more than a year" in words(browser().page(f"/people/{cast.awa.handle}"))
        browser(cast.awa).post("/profile/confirm")
        assert "Not confirmed for more than a year" not in words(browser().page(f"/people/{cast.awa.handle}"))


def test_reminders_speak_the_language_of_their_reader(cast: Cast, session: Session) -> None:
    publish(cast.awa)
    actor = cast.awa.actor
    with unit_of_work() as unit:
        change_settings(unit, actor, display_name="Awa Ndiaye", native_name="", locale="fr", time_zone="UTC")
    verified(cast, "name", "Awa Ndiaye")
    expires = session.scalar(select(Verification.expires_on))
    session.rollback()
    with clock.at(clock.now() + timedelta(days=340)):
        keep_up()
        body = session.scalar(select(Mail.body)) or ""
    assert expires
    assert str(expires.year) in body


def test_drafts_and_the_unconfirmed_of_today_are_left_alone(cast: Cast, session: Session) -> None:
    publish(cast.awa, audience="me")
    publish(cast.jose)
    with clock.at(clock.now() + timedelta(days=364)):
        keep_up()
    assert mails(session) == []
    assert session.get_one(Profile, cast.jose.id).reminded_at is None
