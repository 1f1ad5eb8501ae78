"""Searching one's own messages."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.text import tidy_line
from community.core.web.doors import open_to
from community.messaging import queries
from community.messaging.schemas.finding import found_lines
from community.messaging.schemas.pages import conversation_view
from community.messaging.views.room import blueprint
from community.search.parsing import MAXIMUM_CHARACTERS


@blueprint.get("/conversations/search")
@open_to(members, limit="60/minute")
def search() -> str:
    """`?q=` words, in all of the actor's conversations or in the one named by `?in=`; `?page=`."""
    actor, session = current_actor(), db.session()
    query = tidy_line(request.args.get("q", ""))[:MAXIMUM_CHARACTERS]
    within = request.args.get("in") or None
    page = max(1, request.args.get("page", 1, type=int))
    mine = queries.participation(session, actor, within) if within else None
    found = queries.search(session, actor, query, within=within, page=page)

    def page_url(number: int) -> str:
        wish: dict[str, Any] = {"q": query, "in": within, "page": number if number > 1 else None}
        return url_for(".search", **wish)

    return render_template(
        "messaging/search.html",
        query=query,
        within=conversation_view(session, mine) if mine else None,
        found=found_lines(session, actor, found),
        everywhere_url=url_for(".search", q=query),
        newer_url=page_url(page - 1) if page > 1 else None,
        older_url=page_url(page + 1) if found.has_more else None,
    )
