"""Every form and every JSON request with a cookie carries the token of its page."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from community.core.web.locale import set_language

_csrf = CSRFProtect()

# A page shows this form to everybody. A token in it would give every reader a cookie, and all that a foreign
# page could do with it is to change the language of a browser.
_csrf.exempt(set_language)


def init_app(app: Flask) -> None:
    """Check unsafe requests in front of every view, whatever its blueprint."""
    _csrf.init_app(app)
