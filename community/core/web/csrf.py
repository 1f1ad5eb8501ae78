"""Every form and every JSON request with a cookie carries the token of its page."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

_csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    _csrf.init_app(app)

    # In front of every view, whatever its blueprint; Flask-WTF looks at unsafe methods only.
    app.before_request(_csrf.protect)
