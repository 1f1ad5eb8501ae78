"""A reader's browser without a screen: keeps cookies, sends the form's token, shows what came back."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from community.accounts.actions import start_sign_in
from community.core.db import db
from community.core.identity import SIGN_IN
from community.core.unit_of_work import unit_of_work
from tests.cast import Person

_TOKEN = re.compile(r'name="(?:csrf-token" content|csrf_token"[^>]* value)="([^"]+)"')


class Browser:
    """One person (or nobody) at one browser."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        base_url = app.extensions["settings"].base_url
        self._app = app
        self.client = app.test_client()
        self.client.environ_base["HTTP_USER_AGENT"] = "Tests/1.0"
        self._base = {"base_url": base_url}
        self._token = ""
        if person:
            with unit_of_work() as session:
                secret = start_sign_in(session, person.id, "Tests/1.0")
            with self.client.session_transaction(**self._base) as cookie:
                cookie.update({"_user_id": person.uniquifier, "_fresh": True, SIGN_IN: secret})

    def open(self, url: str, **more: Any) -> TestResponse:
        """One request, in a context of its own: nothing is shared with the test but the database."""
        with self._app.app_context():
            response = self.client.open(url, **{**self._base, **more})
        db.session.rollback()  # so that the test reads what is there now
        return response

    def get(self, url: str, **more: Any) -> TestResponse:
        return self.open(url, **more)

    def page(self, url: str, status: int = 200, **more: Any) -> html.HtmlElement:
        """The parsed page at `url`, which must answer with `status`."""
        response = self.get(url, **more)
        assert response.status_code == status, response.text[:2000]
        return self.parsed(response)

    @staticmethod
    def parsed(response: TestResponse) -> html.HtmlElement:
        return html.fromstring(response.text)

    def post(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with the token that this browser's pages carry."""
        return self.open(url, method="POST", data={**(data or {}), "csrf_token": self.token}, **more)

    def json(self, method: str, url: str, body: Any = None, **more: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self.open(url, method=method, json=body, headers=headers, **more)

    @property
    def cookie(self) -> str:
        """The session's cookie, as a header says it."""
        kept = self.client.get_cookie("session", domain="localhost")
        assert kept is not None, "this browser has no session"
        return f"session={kept.value}"

    def forget_token(self) -> None:
        """Take the token anew from the next page: it changes with a sign-in and a sign-out."""
        self._token = ""

    @property
    def token(self) -> str:
        if not self._token:
            # A reader's pages carry no token, so that they set no cookie; forms do. A member's carry one each: the
            # one that says that there is nothing here is the quickest to draw.
            found = _TOKEN.search(self.get("/not-a-page").text) or _TOKEN.search(self.get("/sign-in").text)
            assert found, "the page carries no form token"
            self._token = found[1]
        return self._token


def words(element: html.HtmlElement) -> str:
    """What a reader reads of an element, white space folded."""
    return " ".join(element.text_content().split())
