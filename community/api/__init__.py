"""What joins the features' JSON doors: the version in the address, the OpenAPI document and its page."""

from __future__ import annotations

from typing import Any, cast

from apiflask import APIBlueprint, APIFlask
from flask import Response, current_app, jsonify, render_template

from community.claiming import api as claiming_api
from community.core.actor import anyone
from community.core.web.doors import open_to
from community.directory import api as directory_api
from community.directory.saved_searches import api as saved_searches_api
from community.directory.shortlists import api as shortlists_api
from community.discussions import api as discussions_api
from community.messaging import api as messaging_api
from community.profiles import api as profiles_api
from community.profiles.bringing.people import api as people_api
from community.relations import api as relations_api
from community.stories import api as stories_api
from community.topics import api as topics_api

PREFIX = "/api/v1"
DOORS = (
    stories_api,
    discussions_api,
    messaging_api,
    profiles_api,
    people_api,
    relations_api,
    claiming_api,
    directory_api,
    topics_api,
    shortlists_api,
    saved_searches_api,
)
"""Modules with a `blueprint` of JSON doors."""

pages = APIBlueprint("api", __name__, enable_openapi=False)


def init_app(app: APIFlask) -> None:
    """Register the JSON doors of all features below /api/v1."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,
        DESCRIPTION="Everything that the pages do, for programs. Sign in as in a browser, and send the page's token"
        " as X-CSRFToken with every request that changes something. Errors are problem documents (RFC 9457).",
    )
    app.error_callback = _problem  # error_processor() would take over the errors of pages as well
    for door in DOORS:
        app.register_blueprint(door.blueprint, url_prefix=f"{PREFIX}{door.blueprint.url_prefix or ''}")
    app.register_blueprint(pages, url_prefix=PREFIX)


@pages.get("/openapi.json")
@open_to(anyone, limit="60/minute")
def document() -> Response:
    """The OpenAPI 3.1 document, made from the schemas that validate."""
    return jsonify(_spec())


@pages.get("/")
@open_to(anyone, limit="60/minute")
def catalogue() -> str:
    """The same for people: one page, without a script."""
    spec = _spec()
    operations = [
        (path, method.upper(), operation)
        for path, item in sorted(spec["paths"].items())
        if path.startswith(PREFIX)
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]
    return render_template("api/catalogue.html", info=spec["info"], operations=operations)


def _problem(error: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
    """APIFlask's own refusals (a body that does not fit its schema) in the shape of all others."""
    fields: dict[str, list[str]] = {}
    for part in (error.detail or {}).values():
        for name, messages in part.items() if isinstance(part, dict) else ():
            fields[str(name)] = (
                [str(one) for one in messages] if isinstance(messages, list) else [str(messages)]
            )
    body = {
        "type": "about:blank",
        "status": error.status_code,
        "code": "invalid" if error.status_code == 422 else "refused",
        "detail": str(error.message),
        "errors": fields,
    }
    return body, error.status_code, {"Content-Type": "application/problem+json"}


def _spec() -> dict[str, Any]:
    app = cast(APIFlask, current_app)
    return cast(dict[str, Any], app.spec)
