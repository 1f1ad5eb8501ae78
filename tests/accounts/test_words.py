"""Everything that Flask-Security says is said in our words, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import flask_security
from flask import Flask
from flask_babel import LazyString

from community.core.db import db

VIEWS = (
    "views",
    "forms",
    "decorators",
    "changeable",
    "confirmable",
    "recoverable",
    "registerable",
    "password_util",
)
NOT_OURS = re.compile(
    "WEBAUTHN|US_|TWO_FACTOR|USERNAME|OAUTH|CODE|LOGIN_EXPIRED|LOGIN_EMAIL|LOGIN_TOKEN|PASSWORDLESS|REFRESH_TOKEN"
    "|CHANGE_EMAIL|PHONE|BREACHED|TOO_SIMPLE|INPUT_LENGTH"
)
"""Messages of flows that are not switched on: a second factor, passkeys, sign-in by link or by another site."""


def test_no_message_of_our_flows_is_left_to_the_library(app: Flask) -> None:
    folder = Path(flask_security.__file__).parent
    source = "".join((folder / f"{name}.py").read_text() for name in VIEWS)
    used = set(re.findall(r'"([A-Z_]{5,})"', source))
    messages = {name.removeprefix("SECURITY_MSG_"): text for name, (text, _) in _messages(app).items()}
    left = {
        name
        for name, text in messages.items()
        if name in used and not NOT_OURS.search(name) and not isinstance(text, LazyString)
    }
    assert left == set()


def test_subjects_of_mail_are_ours(app: Flask) -> None:
    subjects = {
        name: value
        for name, value in app.config.items()
        if name.startswith("SECURITY_EMAIL_SUBJECT") and not NOT_OURS.search(name)
    }
    assert subjects
    assert all(isinstance(value, LazyString) for value in subjects.values())


def test_a_message_with_a_number_in_it(app: Flask) -> None:
    with app.test_request_context("/", base_url="http://localhost"):
        said, _ = flask_security.utils.get_message("PASSWORD_INVALID_LENGTH", length=12)
        db.session.remove()
    assert said == "A password has at least 12 characters."


def _messages(app: Flask) -> dict[str, tuple[object, str]]:
    return {name: value for name, value in app.config.items() if name.startswith("SECURITY_MSG_")}
