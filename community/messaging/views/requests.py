"""Answering requests, blocking, and who may write at all."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.locale import local_path
from community.messaging import actions, queries
from community.messaging.forms import PreferencesForm
from community.messaging.models import WhoMayWrite
from community.messaging.views.room import blueprint
from community.profiles.schemas import person_lines
from community.relations import queries as relations


@blueprint.post("/conversations/<public_id>/accept")
@open_to(members, limit="60/minute")
def accept(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.accept_request(session, current_actor(), public_id)
    return redirect(url_for(".show", public_id=public_id, _anchor="body"))


@blueprint.post("/conversations/<public_id>/decline")
@open_to(members, limit="60/minute")
def decline(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.decline_request(session, current_actor(), public_id)
    flash(_("Declined. Nobody is told."), "success")
    return redirect(url_for(".index", box="requests"))


@blueprint.post("/people/<handle>/block")
@open_to(members, limit="60/minute")
def block(handle: str) -> Response:
    """`on` is 1 or 0."""
    on = request.form.get("on") == "1"
    with unit_of_work() as session:
        (actions.block if on else actions.unblock)(session, current_actor(), handle)
    flash(
        _("Blocked: nothing they write reaches you. They are not told.")
        if on
        else _("You can hear of them again."),
        "success",
    )
    return redirect(local_path(request.form.get("next", ""), url_for(".index")))


@blueprint.route("/settings/messages", methods=["GET", "POST"])
@open_to(members, limit="60/minute")
def settings() -> str | Response | tuple[str, int]:
    """Who may write, what is shown of reading and being here; whom one follows and has blocked."""
    actor, session = current_actor(), db.session()
    form = PreferencesForm(obj=queries.preferences(session, [actor.id])[actor.id])
    if form.validate_on_submit():
        with unit_of_work() as writing:
            actions.set_preferences(
                writing,
                actor,
                who_may_write=WhoMayWrite(form.who_may_write.data),
                shows_read=bool(form.shows_read.data),
                shows_presence=bool(form.shows_presence.data),
            )
        flash(_("Saved."), "success")
        return redirect(url_for(".settings"))
    followed, blocked = relations.followed_by(session, actor), relations.blocked_by(session, actor)
    lines = person_lines(session, {one.id for one in (*followed, *blocked)})
    page = render_template(
        "messaging/settings.html",
        form=form,
        followed=[(one.handle, lines[one.id]) for one in followed],
        blocked=[(one.handle, lines[one.id]) for one in blocked],
    )
    return page, 422 if form.errors else 200
