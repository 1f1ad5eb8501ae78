"""The button on a profile by which a member follows another."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.locale import local_path
from community.relations import actions, queries

blueprint = Blueprint("relations", __name__)


@blueprint.post("/people/<handle>/follow")
@open_to(members, limit="60/minute")
def follow(handle: str) -> Response:
    """`on` is 1 or 0."""
    on = request.form.get("on") == "1"
    with unit_of_work() as session:
        actions.follow(session, current_actor(), handle, on)
    flash(_("You follow them. They are not told.") if on else _("You no longer follow them."), "success")
    return redirect(local_path(request.form.get("next", ""), url_for("profiles.show", handle=handle)))


@blueprint.app_context_processor
def lend() -> dict[str, object]:
    """`is_followed(handle)`: profiles show it, and know nothing of relations."""
    return {"is_followed": _is_followed}


def _is_followed(handle: str) -> bool:
    actor = current_actor()
    if not actor.is_signed_in:
        return False
    other = queries.somebody(db.session(), actor, handle)
    return queries.follows(db.session(), actor.id, other.id)
