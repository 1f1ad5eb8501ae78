"""One message, and what one can do with it: the way without scripts, and a page to link to."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import Actor, members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, policies, queries
from community.messaging.forms import EditForm
from community.messaging.schemas.lines import line_views
from community.messaging.schemas.places import address_of
from community.messaging.schemas.state import message_state
from community.messaging.schemas.words import sign_names
from community.messaging.views.room import blueprint, say_refusal

ROUTE = "/conversations/<public_id>/messages/<int:number>"


@blueprint.get(ROUTE)
@open_to(members, limit="120/minute")
def message(public_id: str, number: int) -> str:
    return _page(current_actor(), public_id, number)


@blueprint.post(f"{ROUTE}/edit")
@open_to(members, limit="60/minute")
def edit_message(public_id: str, number: int) -> Response | tuple[str, int]:
    """What was typed is kept when it is refused."""
    form = EditForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                actions.edit_message(session, current_actor(), public_id, number, form.body.data or "")
        except Refusal as refusal:
            status = say_refusal(refusal, form)
            return _page(current_actor(), public_id, number, form), status
        flash(f"edit:{public_id}:{number}", "draft-sent")
        return _back(public_id, number)
    return _page(current_actor(), public_id, number, form), 422


@blueprint.post(f"{ROUTE}/delete")
@open_to(members, limit="60/minute")
def delete_message(public_id: str, number: int) -> Response:
    with unit_of_work() as session:
        actions.delete_message(session, current_actor(), public_id, number)
    flash(_("The message is deleted for everybody."), "success")
    return _back(public_id, number)


@blueprint.post(f"{ROUTE}/react")
@open_to(members, limit="120/minute")
def react(public_id: str, number: int) -> Response:
    """The button that was pressed says which sign, and whether it is put (`sign`) or taken away (`off`)."""
    with unit_of_work() as session:
        on = "sign" in request.form
        sign = request.form.get("sign") or request.form.get("off") or ""
        actions.react(session, current_actor(), public_id, number, sign, on)
    return _back(public_id, number)


@blueprint.post(f"{ROUTE}/pin")
@open_to(members, limit="60/minute")
def pin_message(public_id: str, number: int) -> Response:
    with unit_of_work() as session:
        actions.pin_message(session, current_actor(), public_id, number, request.form.get("on") == "1")
    return _back(public_id, number)


def _back(public_id: str, number: int) -> Response:
    mine = queries.participation(db.session(), current_actor(), public_id)
    return redirect(address_of(mine, number))


def _page(actor: Actor, public_id: str, number: int, form: EditForm | None = None) -> str:
    session = db.session()
    mine = queries.participation(session, actor, public_id)
    entry = queries.message(session, mine, number)
    line = line_views(message_state(session, mine, entry), actor)[0]
    given = {one.sign for one in line.signs if one.mine}
    return render_template(
        "messaging/message.html",
        public_id=public_id,
        line=line,
        back_url=address_of(mine, number),
        form=form or EditForm(body=entry.body),
        may_edit=policies.may_edit(entry, actor.id, clock.now()),
        may_delete=policies.may_delete(entry, actor.id),
        is_pinned=any(pin["sequence"] == number for pin in mine.conversation.pins),
        signs=[(sign, label, sign in given) for sign, label in sign_names().items()],
    )
