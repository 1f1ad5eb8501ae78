"""Searching one's own messages."""

from __future__ import annotations

from flask import request

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.messaging import queries
from community.messaging.api.room import blueprint
from community.messaging.schemas import out
from community.messaging.schemas.finding import found_out


@blueprint.get("/messages")
@open_to(members, limit="60/minute")
@blueprint.output(out.FoundOut)
def search_messages() -> out.FoundOut:
    """Your messages that have the words `?q=`, newest first; `?in=` one conversation, `?page=`."""
    actor, session = current_actor(), db.session()
    within = request.args.get("in") or None
    if within:
        queries.participation(session, actor, within)
    page = max(1, request.args.get("page", 1, type=int))
    return found_out(
        session, actor, queries.search(session, actor, request.args.get("q", ""), within=within, page=page)
    )
