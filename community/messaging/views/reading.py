"""The list of conversations, and one of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.messaging import doors, queries
from community.messaging.forms import MessageForm
from community.messaging.policies import MAY_STILL_ACCEPT
from community.messaging.queries import Box
from community.messaging.queries.lists import PAGE
from community.messaging.schemas.lines import line_views
from community.messaging.schemas.listing import conversation_lines
from community.messaging.schemas.pages import asking, conversation_view
from community.messaging.schemas.state import message_state
from community.messaging.views.room import about_words, blueprint, say_refusal, talk_page
from community.messaging.views.uploads import sent_files


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
def index() -> str:
    """The actor's conversations: `?box=` requests, declined or archive, else the others; `?gone`: where a script brings
    who was taken out of the one that they looked at."""
    session, actor = db.session(), current_actor()
    box, page = _asked_for()
    lines = conversation_lines(session, actor, box=box, page=page, limit=PAGE + 1)
    here = box.value if box != Box.INBOX else None
    return render_template(
        "messaging/index.html",
        box=box.value,
        conversations=lines[:PAGE],
        requests=queries.count_in(session, actor, Box.REQUESTS),
        declined=queries.count_in(session, actor, Box.DECLINED) if box == Box.REQUESTS else 0,
        is_gone="gone" in request.args,
        lines_url=url_for(".lines", box=here, page=page if page > 1 else None),
        newer_url=url_for(".index", box=here, page=page - 1) if page > 1 else None,
        older_url=url_for(".index", box=here, page=page + 1) if len(lines) > PAGE else None,
    )


@blueprint.get("/conversations/lines")
@open_to(members, limit="240/minute")
def lines() -> str:
    """For scripts: the list as it is now, as on `index` (`?box=`, `?page=`), or beside the conversation `?open=`."""
    session, actor = db.session(), current_actor()
    beside = request.args.get("open")
    box, page = _asked_for()
    return render_template(
        "messaging/lines.html",
        conversations=conversation_lines(session, actor, beside, box=box, page=page, limit=PAGE),
        requests=queries.count_in(session, actor, Box.REQUESTS) if beside else 0,
    )


@blueprint.route("/conversations/<public_id>", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def show(public_id: str) -> str | Response | tuple[str, int]:
    """A conversation, and the box to write in; `?quote=` a number answers that message, `?about=` a path on this
    site (a story, a reply) puts its address into the box."""
    actor = current_actor()
    queries.participation(db.session(), actor, public_id)  # not theirs: not found, whatever was sent
    form = MessageForm(data={"quote": request.args.get("quote", type=int), "body": about_words()})
    if form.validate_on_submit():
        try:
            files = sent_files(actor, form)
            sent = doors.send(actor, public_id, form.draft(files))
        except Refusal as refusal:
            status = say_refusal(refusal, form)
            return talk_page(actor, public_id, form), status
        flash(f"conversation:{public_id}", "draft-sent")
        return redirect(url_for(".show", public_id=public_id, _anchor=f"message-{sent.entry.sequence}"))
    return talk_page(actor, public_id, form), 422 if form.errors else 200


@blueprint.get("/conversations/<public_id>/parts")
@open_to(members, limit="240/minute")
def parts(public_id: str) -> str:
    """For the script of the page: its head, what stands at the box, and the line `?line=`, as they are now."""
    session, actor = db.session(), current_actor()
    mine = queries.participation(session, actor, public_id)
    number = request.args.get("line", 0, type=int)
    entries = [one for one in queries.after(session, mine, number - 1, limit=1) if one.sequence == number]
    drawn = line_views(message_state(session, mine, entries[0]), actor) if entries else ()
    return render_template(
        "messaging/parts.html",
        conversation=conversation_view(session, mine),
        asking=asking(session, actor, mine) if mine.standing in MAY_STILL_ACCEPT else None,
        line=drawn[0] if drawn else None,
        is_new=False,
    )


def _asked_for() -> tuple[Box, int]:
    """Which list, and which page of it."""
    wish = request.args.get("box", "")
    box = Box(wish) if wish in set(Box) else Box.INBOX
    return box, min(max(1, request.args.get("page", 1, type=int)), 1000)
