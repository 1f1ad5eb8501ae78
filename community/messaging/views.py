"""Pages of conversations."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import Actor, members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries, schemas
from community.messaging.forms import MessageForm
from community.profiles.schemas import person_lines

blueprint = Blueprint("messaging", __name__)


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
def index() -> str:
    lines = schemas.conversation_lines(db.session(), current_actor())
    return render_template("messaging/index.html", conversations=lines, newer_url=None, older_url=None)


@blueprint.route("/conversations/<public_id>", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def show(public_id: str) -> str | Response | tuple[str, int]:
    """A conversation, with its newest page or the one `?before=` a number; opening it marks it read."""
    actor = current_actor()
    queries.participation(db.session(), actor, public_id)  # not theirs: not found, whatever was sent
    form = MessageForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            sent = actions.send_message(session, actor, public_id, form.draft())
        flash(f"conversation:{public_id}", "draft-sent")
        return redirect(url_for(".show", public_id=public_id, _anchor=f"message-{sent.sequence}"))
    return _page(actor, public_id, form), 422 if form.errors else 200


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
    page = render_template(
        "messaging/show.html",
        conversation=schemas.ConversationView(f"to-{handle}", person.name, (person,)),
        conversations=schemas.conversation_lines(db.session(), actor),
        messages=(),
        new_since=None,
        first_new_id=None,
        older_url=None,
        form=form,
        may_write=True,
        refusal=None,
        is_new=True,
        me=actor.handle,
        time_zone=actor.time_zone or "UTC",
    )
    return page, 422 if form.errors else 200


def _page(actor: Actor, public_id: str, form: MessageForm) -> str:
    session = db.session()
    before = request.args.get("before", type=int)
    mine = queries.participation(session, actor, public_id)
    seen = mine.last_read_sequence
    if seen < mine.conversation.last_sequence and before is None:
        with unit_of_work() as writing:
            actions.mark_read(writing, actor, public_id, mine.conversation.last_sequence)
    conversation = queries.participation(session, actor, public_id).conversation
    messages = queries.messages_before(session, conversation, before)
    authors = {one.author_id for one in messages if one.author_id}
    people = person_lines(session, authors | {one.member_id for one in conversation.participants})
    new = next((one for one in messages if one.sequence > seen and one.author_id != actor.id), None)
    older = messages[0].sequence if messages and messages[0].sequence > 1 else None
    return render_template(
        "messaging/show.html",
        conversation=schemas.conversation_view(conversation, people, actor),
        conversations=schemas.conversation_lines(session, actor, public_id),
        messages=schemas.message_views(
            messages, people, actor, queries.read_by_all_others(session, conversation, actor)
        ),
        new_since=new.created_at if new else None,
        first_new_id=new.sequence if new else None,
        older_url=url_for(".show", public_id=public_id, before=older) if older else None,
        form=form,
        may_write=len(conversation.participants) > 1,
        refusal=_("Nobody else is in this conversation any more."),
        is_new=False,
        me=actor.handle,
        time_zone=actor.time_zone or "UTC",
    )
