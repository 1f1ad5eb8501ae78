"""Whoever guesses passwords or floods a mailbox is slowed down wherever they ask from; the member is not locked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from community.core import limits
from tests.accounts.conftest import Mailbox
from tests.browser import Browser
from tests.cast import Cast

NewBrowser = Callable[..., Browser]
AnyMailbox = Callable[[str], Mailbox]


@pytest.fixture(autouse=True)
def limited(app: Flask) -> Iterator[None]:
    limits.init_app(app, app.extensions["settings"].model_copy(update={"rate_limits": True}))
    yield
    app.extensions.pop("limits").storage.reset()


def guess(visitor: Browser, number: int, email: str, password: str) -> int:
    """One attempt, from an address of its own."""
    where = {"REMOTE_ADDR": f"192.0.2.{number}"}
    form = {"email": email, "password": password}
    return visitor.post("/sign-in", form, environ_overrides=where).status_code


def test_guesses_at_one_account_are_counted_from_everywhere(browser: NewBrowser, cast: Cast) -> None:
    guesser = browser()
    for email in (cast.awa.email, "nobody@nowhere.example"):
        answers = [guess(guesser, n, email, f"not the password {n}") for n in range(31)]
        assert answers == [422] * 30 + [429]  # the two cannot be told apart
    assert guess(guesser, 99, cast.awa.email, cast.awa.password) == 429
    assert guess(guesser, 99, cast.omar.email, cast.omar.password) == 302


def test_a_new_password_opens_what_guesses_have_closed(
    browser: NewBrowser, cast: Cast, mailbox: AnyMailbox
) -> None:
    signed_in = browser(cast.awa)
    guesser = browser()
    for n in range(31):
        guess(guesser, n, cast.awa.email, "not the password")
    assert signed_in.get("/settings").status_code == 200

    owner = browser()
    owner.post("/reset-password", {"email": cast.awa.email})
    new = {"password": "another correct horse", "password_confirm": "another correct horse"}
    owner.post(mailbox(cast.awa.email).link, new)
    assert guess(browser(), 99, cast.awa.email, "another correct horse") == 302


def test_a_mailbox_is_not_flooded(browser: NewBrowser, cast: Cast, mailbox: AnyMailbox) -> None:
    for n in range(8):
        where = {"REMOTE_ADDR": f"192.0.2.{n}"}
        answer = browser().post("/reset-password", {"email": cast.awa.email}, environ_overrides=where)
        assert answer.status_code == 302
    assert len(mailbox(cast.awa.email).mail) == 5
