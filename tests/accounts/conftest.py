"""What stories of accounts need: the mail that was written, and a browser in which somebody signs in by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from community.core.db import db
from community.core.mail import Mail
from tests.browser import Browser
from tests.cast import Person


class Mailbox:
    """What was written to one address, oldest first."""

    def __init__(self, address: str) -> None:
        self._mail = select(Mail).where(Mail.recipient == address).order_by(Mail.id)

    @property
    def mail(self) -> list[Mail]:
        return list(db.session.scalars(self._mail))

    @property
    def newest(self) -> Mail:
        assert self.mail, "there is no mail"
        return self.mail[-1]

    @property
    def link(self) -> str:
        """The one link of the newest mail."""
        (found,) = re.findall(r"https?://\S+", self.newest.body)
        return str(found)


@pytest.fixture
def mailbox(app: Flask) -> Callable[[str], Mailbox]:
    return Mailbox


@pytest.fixture
def sign_in(browser: Callable[..., Browser]) -> Callable[..., Browser]:
    """Sign a person in through the form, as people do."""

    def run(person: Person, visitor: Browser | None = None) -> Browser:
        visitor = visitor or browser()
        response = visitor.post("/sign-in", {"email": person.email, "password": person.password})
        assert response.status_code == 302, response.text
        visitor.forget_token()
        return visitor

    return run
