"""A refusal becomes a page for people and a problem document (RFC 9457) for programs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from community.core.db import db
from community.core.errors import Refusal, SignInNeeded, TooMany

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Whether a program asks: the JSON door's address, or it prefers JSON to HTML."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem document; `errors` maps a field to its messages."""
    response = jsonify({"type": "about:blank", "status": status, "code": code, "detail": detail, **more})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def _page(status: int, what: str, next_step: str = "") -> tuple[str, int]:
    return render_template("core/error.html", status=status, what=what, next_step=next_step), status


def _refused(refusal: Refusal) -> BaseResponse | tuple[str, int]:
    db.session.rollback()
    message = str(refusal.message)
    if wants_json():
        errors = {refusal.field: [message]} if refusal.field else {}
        more = {"errors": errors} if errors else {}
        response = problem(refusal.status, refusal.code, message, **more)
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    if isinstance(refusal, SignInNeeded) and request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    page = Response(*_page(refusal.status, message))
    if isinstance(refusal, TooMany):
        page.headers["Retry-After"] = str(refusal.retry_after)
    return page


def _form_too_old(error: CSRFError) -> BaseResponse | tuple[str, int]:
    what = _("This form was opened before you signed in or out, so it could not be accepted.")
    if wants_json():
        return problem(400, "csrf", what)
    return _page(400, what, _("Go back, copy what you wrote, load the page again and send it once more."))


def _http_error(error: HTTPException) -> BaseResponse | tuple[str, int]:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    what = {
        403: _("This is not open to you."),
        404: _("There is nothing at this address, or it is not yours to see."),
        405: _("This address does not take that kind of request."),
        413: _("That is larger than we take."),
    }.get(error.code or 500, _("That could not be done."))
    if wants_json():
        return problem(error.code or 500, (error.name or "error").lower().replace(" ", "_"), what)
    return _page(error.code or 500, what)


def _fault(error: Exception) -> BaseResponse | tuple[str, int]:
    db.session.rollback()
    log.exception("fault on %s %s", request.method, request.url_rule)
    what = _("Something broke on our side. It has been noted.")
    if wants_json():
        return problem(500, "fault", what)
    return _page(500, what, _("Nothing was half-saved. Please try again in a moment."))
