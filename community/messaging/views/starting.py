"""Writing to somebody for the first time."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.forms import MessageForm
from community.messaging.schemas.pages import ConversationView
from community.messaging.views.room import blueprint, new_page
from community.profiles.schemas import person_lines


@blueprint.route("/people/<handle>/write", methods=["GET", "POST"])
@open_to(members, limit="60/minute; 300/day")
def start(handle: str) -> str | Response | tuple[str, int]:
    """Write to a member for the first time; nothing is opened before something is sent."""
    actor = current_actor()
    other = queries.with_whom(db.session(), actor, handle)
    talk = queries.between(db.session(), actor, other)
    if talk is not None and request.method == "GET":
        return redirect(url_for(".show", public_id=talk.public_id))
    form = MessageForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            conversation = actions.open_conversation(
                session, actor, queries.with_whom(session, actor, handle)
            )
            sent = actions.send_message(session, actor, conversation.public_id, form.draft())
        flash(f"conversation:to-{handle}", "draft-sent")
        return redirect(
            url_for(".show", public_id=conversation.public_id, _anchor=f"message-{sent.sequence}")
        )
    person = person_lines(db.session(), {other.id})[other.id]
    page = new_page(actor, ConversationView(f"to-{handle}", person.name, (person,)), form)
    return page, 422 if form.errors else 200
