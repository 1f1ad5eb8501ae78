"""Passwords that are long enough, and would still be among the first that are tried."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_security import PasswordUtil
from zxcvbn import zxcvbn

from community.core.errors import Invalid

FEWEST_GUESSES = 10**9
"""As zxcvbn estimates them. It calls less than a tenth of this guessable; one's own name with a sign in it is just
above that. ASVS 5.0 V6.2.4 asks for the 3,000 most usual to be refused; it has 30,000, words, names, rows of keys."""
MOST_BYTES = 4096
"""What passlib takes: of a longer one it raises."""
_JUDGED_CHARACTERS = 72
"""The most that zxcvbn takes; its time grows with the square."""
_NAMED = "display_name", "native_name", "email", "handle"


class Passwords(PasswordUtil):
    """Flask-Security's rules (length, normal form), and this one."""

    def validate(self, password: str, is_register: bool, **whose: Any) -> tuple[list[Any] | None, str]:
        """`whose` is the `user`, or what was written into the form to join."""
        refused, normal = super().validate(password, is_register, **whose)
        if not refused and is_tried_first(normal, _words_of(current_app, whose)):
            refused = [
                _(
                    "This password is easy to guess. Four words that have nothing to do with each other are not."
                )
            ]
        return refused, normal


def check_length_of_sent() -> None:
    """Raises Invalid when a form brings a password that is too long to be looked at.

    As it was sent and in its normal form: Flask-Security hashes the first for an address that nobody has and the second
    for a member, and a fault in one of the two would tell them apart.
    """
    normalize = current_app.extensions["security"].password_util.normalize
    for name, sent in request.form.items(multi=True):
        if "password" in name and max(len(sent.encode()), len(normalize(sent).encode())) > MOST_BYTES:
            raise Invalid(_("This password is longer than any that we take. Please choose a shorter one."))


def is_tried_first(password: str, words_of_the_place: list[str]) -> bool:
    """Whether guessing it takes fewer than FEWEST_GUESSES; the words (the member's, the site's) are guessed first."""
    judged = zxcvbn(password[:_JUDGED_CHARACTERS], user_inputs=words_of_the_place)
    return bool(judged["guesses"] < FEWEST_GUESSES)


def _words_of(app: Flask, whose: dict[str, Any]) -> list[str]:
    user = whose.get("user")
    named = (getattr(user, name, None) or whose.get(name) for name in _NAMED)
    texts = [app.extensions["settings"].site_name, *named]
    return [word for text in texts if text for word in {text, *re.split(r"\W+", text)}]
