"""A refusal becomes a page for people and a problem document (RFC 9457) for programs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response as BaseResponse

from community.core.db import db
from community.core.errors import BEYOND_US, Busy, Conflict, Refusal, SignInNeeded, TooMany

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    for beyond in BEYOND_US:
        app.register_error_handler(beyond, _beyond_us)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Whether a program asks: the JSON door's address, or it prefers JSON to HTML."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best.endswith("json")


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem document; `errors` maps a field to its messages."""
    response = jsonify({"type": "about:blank", "status": status, "code": code, "detail": detail, **more})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def _page(status: int, title: str, *, kept: str = "", next_step: str = "") -> Response:
    page = render_template(
        "core/error.html",
        status=status,
        title=title,
        kept=kept,
        next_step=next_step,
        links=(),
        reference=None,
    )
    return make_response(page, status)


def _refused(refusal: Refusal) -> BaseResponse:
    db.session.rollback()
    message = str(refusal.message)
    if wants_json():
        at = refusal.by_field.items()
        more = {"errors": {field: [words] for field, words in at}} if at else {}
        response = problem(refusal.status, refusal.code, message, **more)
    elif isinstance(refusal, SignInNeeded) and request.method in {"GET", "HEAD"}:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    else:
        response = _page(refusal.status, message, next_step=_next_step(refusal))
    if refusal.retry_after:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _next_step(refusal: Refusal) -> str:
    if isinstance(refusal, SignInNeeded):
        return _("Sign in in another tab, come back to the form and send it once more.")
    if isinstance(refusal, TooMany | Busy | Conflict):
        return _("Go back: your browser still has what you wrote. Send it again a little later.")
    return ""


def _form_too_old(error: CSRFError) -> BaseResponse:
    title = _("This form was opened before you signed in or out, so it could not be accepted.")
    if wants_json():
        return problem(400, "csrf", title)
    step = _("Go back, copy what you wrote, load the page again and send it once more.")
    return _page(400, title, next_step=step)


def _http_error(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # a redirect, or what a view has made itself
    title = {
        400: _("We could not understand this request."),
        403: _("This is not open to you."),
        404: _("There is nothing at this address, or it is not yours to see."),
        405: _("This address does not take that kind of request."),
        413: _("That is larger than we take."),
    }.get(status, _("That could not be done."))
    if request_ctx.url_adapter is None:  # no host of ours: a page has no addresses to lead to
        return Response(f"{title}\n", status, mimetype="text/plain")
    if wants_json():
        response = problem(status, (error.name or "error").lower().replace(" ", "_"), title)
    else:
        step = _("Go back: what you wrote is still there. Send less at once.") if status == 413 else ""
        response = _page(status, title, next_step=step)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value  # Allow, Retry-After, Content-Range …
    return response


def _beyond_us(error: Exception) -> BaseResponse:
    log.warning("%s on %s %s", type(error).__name__, request.method, request.url_rule)
    db.session.rollback()
    return _http_error(BadRequest())


def _fault(error: Exception) -> BaseResponse:
    log.exception("fault on %s %s", request.method, request.url_rule)
    try:
        db.session.rollback()
        title = _("Something broke on our side. It has been noted.")
        if wants_json():
            return problem(500, "fault", title)
        return _page(500, title, next_step=_("Nothing was half-saved. Please try again in a moment."))
    except Exception:  # with the database gone not even the head of a page can be made
        log.exception("no error page could be made")
        return Response(
            "Something broke on our side. Please try again in a moment.\n", 500, mimetype="text/plain"
        )
