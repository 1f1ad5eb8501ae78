"""The page of the directory, and what it suggests while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from community.core.actor import anyone
from community.core.db import db
from community.core.identity import current_actor
from community.core.text import tidy_line
from community.core.web.doors import open_to
from community.directory import queries
from community.directory.asking import Asked
from community.directory.schemas import directory_page, suggestion_lines
from community.profiles.taxonomy import taxonomy

blueprint = Blueprint("directory", __name__)


@blueprint.get("/people")
@open_to(anyone, limit="120/minute")
def index() -> str:
    """A plain form sent by GET: every search has an address that can be shared."""
    asked = Asked.from_address(request.args, current_actor().time_zone).with_topics_of(taxonomy(db.session()))
    actor = current_actor()
    found = queries.search(db.session(), actor, asked)
    return render_template(
        "directory/index.html", directory=directory_page(db.session(), actor, asked, found)
    )


@blueprint.get("/people/suggest")
@open_to(anyone, limit="240/minute")
def suggest() -> Response:
    """Names and topics that begin with `?q=`, for the listbox under the search box."""
    typed = tidy_line(request.args.get("q", "")[:400])[:80]
    found = queries.suggest(db.session(), current_actor(), typed) if typed else []
    return jsonify({"suggestions": suggestion_lines(db.session(), found)})
