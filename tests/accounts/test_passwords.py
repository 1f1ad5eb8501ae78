"""A forgotten, a changed, a stored password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.core import clock
from community.core.mail import Mail
from tests.accounts.conftest import Mailbox
from tests.browser import Browser, words
from tests.cast import PASSWORD, Cast

NEW = "a new and longer one"


def test_a_forgotten_password_is_replaced_and_ends_all_sessions(
    browser: Callable[..., Browser], cast: Cast, mailbox: Callable[[str], Mailbox], session: Session
) -> None:
    elsewhere, visitor = browser(cast.awa), browser()
    assert elsewhere.get("/settings").status_code == 200
    visitor.post("/reset-password", {"email": cast.awa.email})
    link = mailbox(cast.awa.email).link
    assert visitor.get(link).status_code == 200

    differing = visitor.post(link, {"password": NEW, "password_confirm": "another new one"})
    assert (differing.status_code, "The two passwords differ." in differing.text) == (422, True)
    short = visitor.post(link, {"password": "short", "password_confirm": "short"})
    assert (short.status_code, "at least 12 characters" in short.text) == (422, True)

    own = cast.awa.name
    guessed = visitor.post(link, {"password": own * 2, "password_confirm": own * 2})
    assert (guessed.status_code, "easy to guess" in guessed.text) == (422, True)

    assert visitor.post(link, {"password": NEW, "password_confirm": NEW}).location == "/sign-in"
    assert elsewhere.get("/settings").status_code == 302
    assert session.scalar(select(func.count()).where(SignIn.ended_at.is_(None))) == 0
    assert mailbox(cast.awa.email).newest.subject == "Your password was changed"
    assert browser().post("/sign-in", {"email": cast.awa.email, "password": PASSWORD}).status_code == 422
    assert browser().post("/sign-in", {"email": cast.awa.email, "password": NEW}).status_code == 302

    assert visitor.get(link).location == "/reset-password"  # once only


def test_a_link_for_a_password_lasts_a_day(
    browser: Callable[..., Browser], cast: Cast, mailbox: Callable[[str], Mailbox]
) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        assert cast.awa
    visitor = browser()
    visitor.post("/reset-password", {"email": cast.awa.email})
    link = mailbox(cast.awa.email).link
    altered = link[:-3] + ("abc" if not link.endswith("abc") else "xyz")
    assert visitor.get(altered).location == "/reset-password"
    assert visitor.get(link).status_code == 200


@pytest.mark.parametrize("page", ["/reset-password", "/confirm"])
def test_asking_for_a_link_tells_nobody_who_is_here(
    browser: Callable[..., Browser], cast: Cast, session: Session, page: str
) -> None:
    browser().post("/sign-up", {"display_name": "New", "email": "new@new.example", "password": PASSWORD})
    before = session.scalar(select(func.count()).select_from(Mail)) or 0
    pages = []
    for email in (cast.awa.email, "new@new.example", "nobody@nowhere.example"):
        visitor = browser()
        response = visitor.post(page, {"email": email})
        assert (response.status_code, response.location) == (302, page)
        pages.append(words(visitor.page(page)))
    assert len(set(pages)) == 1
    assert "If this address is known to us, a message is on its way." in pages[0]
    written = (session.scalar(select(func.count()).select_from(Mail)) or 0) - before
    assert written == (2 if page == "/reset-password" else 1)  # the premise: to the right ones only


def test_a_changed_password_ends_the_other_browsers_and_not_this_one(
    browser: Callable[..., Browser], cast: Cast, mailbox: Callable[[str], Mailbox]
) -> None:
    here, elsewhere = browser(), browser(cast.awa)
    here.post("/sign-in", {"email": cast.awa.email, "password": PASSWORD})
    here.forget_token()
    change = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}

    wrong = here.post("/settings/password", change | {"password": "not my password"})
    assert (wrong.status_code, "do not fit together" in wrong.text) == (422, True)
    same = here.post(
        "/settings/password", change | {"new_password": PASSWORD, "new_password_confirm": PASSWORD}
    )
    assert (same.status_code, "That is the password you have now." in same.text) == (422, True)
    assert elsewhere.get("/settings").status_code == 200

    assert here.post("/settings/password", change).location == "/settings"
    assert "All your other browsers are signed out." in here.get("/settings").text
    assert elsewhere.get("/settings").status_code == 302
    assert mailbox(cast.awa.email).newest.subject == "Your password was changed"


def test_only_who_is_signed_in_changes_a_password(browser: Callable[..., Browser]) -> None:
    assert browser().get("/settings/password").location == "/sign-in?next=/settings/password"


def test_passwords_are_kept_as_argon2id(browser: Callable[..., Browser], session: Session) -> None:
    browser().post("/sign-up", {"display_name": "New", "email": "new@new.example", "password": PASSWORD})
    kept = session.scalar(select(Member.password)) or ""
    parameters = extract_parameters(kept)
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)
    assert PASSWORD not in kept


@pytest.mark.parametrize("endless", ["x" * 5_000, "\ufdfa" * 1_000, "e\u0301" * 2_000])
def test_a_password_without_end_is_refused_in_words_and_tells_nobody_who_is_here(
    browser: Callable[..., Browser], cast: Cast, endless: str
) -> None:
    """As it was sent, or in the form in which it would be looked at."""
    here, pages = browser(cast.awa), set()
    for email in (cast.awa.email, "nobody@nowhere.example"):
        answer = browser().post("/sign-in", {"email": email, "password": endless})
        pages.add((answer.status_code, words(Browser.parsed(answer))))
    assert len(pages) == 1
    ((status, said),) = pages
    assert (status, "longer than any that we take" in said) == (422, True)
    change = {"password": PASSWORD, "new_password": endless, "new_password_confirm": endless}
    assert here.post("/settings/password", change).status_code == 422
    assert here.post("/verify", {"password": endless}).status_code == 422
