"""Every form and every JSON request with a cookie carries the token of its page, and comes from our pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from community.config import Settings
from community.core.origin import is_ours
from community.core.web.locale import set_language

View = TypeVar("View", bound=Callable[..., object])

_csrf = CSRFProtect()


def without_token(view: View) -> View:
    """For a door whose address is the permission, or that changes no more than what its own browser shows."""
    _csrf.exempt(view)
    return view


# A page shows this form to everybody. A token in it would give every reader a cookie.
without_token(set_language)


def init_app(app: Flask, settings: Settings) -> None:
    """Check unsafe requests in front of every view, whatever its blueprint."""

    @app.before_request
    def refuse_foreign_pages() -> None:
        # A foreign page's form comes without our cookie (SameSite), so that any cookie set by its answer would take
        # the place of the reader's session: they would be signed out. Programs send no Origin; a token they need.
        origin = request.headers.get("Origin")
        is_unsafe = request.method not in {"GET", "HEAD", "OPTIONS"}
        if is_unsafe and origin is not None and not is_ours(origin, request.environ, settings):
            raise CSRFError("the request comes from another site")

    _csrf.init_app(app)
