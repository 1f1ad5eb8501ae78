"""The list of conversations, and one of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.forms import MessageForm
from community.messaging.schemas.listing import conversation_lines
from community.messaging.views.room import blueprint, talk_page


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
def index() -> str:
    lines = conversation_lines(db.session(), current_actor())
    return render_template("messaging/index.html", conversations=lines, newer_url=None, older_url=None)


@blueprint.route("/conversations/<public_id>", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def show(public_id: str) -> str | Response | tuple[str, int]:
    """A conversation, and the box to write in; `?quote=` a number answers that message."""
    actor = current_actor()
    queries.participation(db.session(), actor, public_id)  # not theirs: not found, whatever was sent
    form = MessageForm(data={"quote": request.args.get("quote", type=int)})
    if form.validate_on_submit():
        with unit_of_work() as session:
            sent = actions.send_message(session, actor, public_id, form.draft())
        flash(f"conversation:{public_id}", "draft-sent")
        return redirect(url_for(".show", public_id=public_id, _anchor=f"message-{sent.sequence}"))
    return talk_page(actor, public_id, form), 422 if form.errors else 200
