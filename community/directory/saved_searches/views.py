"""Pages of saved searches, and the link that ends their mail."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import anyone, members
from community.core.db import db
from community.core.errors import NotFound, Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.csrf import without_token
from community.core.web.doors import open_to
from community.core.web.forms import show_refusal
from community.directory.asking import Asked
from community.directory.saved_searches import actions, queries
from community.directory.saved_searches.finding import finds_for
from community.directory.saved_searches.forms import RenameForm, SaveForm
from community.directory.saved_searches.links import owner_of
from community.directory.saved_searches.schemas import search_view
from community.profiles.taxonomy import taxonomy

blueprint = Blueprint("saved_searches", __name__)

Page = str | Response | tuple[str, int]


@blueprint.app_context_processor
def lend() -> dict[str, object]:
    """`saved_as(kept)`: the name under which the reader saved a question; the directory may not know."""
    return {"saved_as": _saved_as}


@blueprint.get("/searches")
@open_to(members, limit="120/minute")
def index() -> str:
    return _index()


@blueprint.post("/searches")
@open_to(members, limit="60/minute")
def save() -> Page:
    """From the directory: its question of this moment, and back to it."""
    form, actor = SaveForm(), current_actor()
    asked = form.question.with_topics_of(taxonomy(db.session()))
    finds = finds_for(db.session(), actor, asked) if form.alert.data else None
    try:
        with unit_of_work() as session:
            saved = actions.save_search(session, actor, form.name.data or "", asked, finds)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _index(save_form=form, save_question=asked), refusal.status
    flash(
        _("Saved as “%(name)s”. You find it in the menu under “Saved searches”.", name=saved.name), "success"
    )
    return redirect(asked.url())


@blueprint.get("/searches/<public_id>")
@open_to(members, limit="120/minute")
def open_search(public_id: str) -> Response:
    """The directory, asked this."""
    search = queries.own(db.session(), current_actor(), public_id)
    return redirect(queries.question_of(search, taxonomy(db.session())).url())


@blueprint.post("/searches/<public_id>/name")
@open_to(members, limit="60/minute")
def rename(public_id: str) -> Page:
    form = RenameForm()
    try:
        with unit_of_work() as session:
            actions.rename_search(session, current_actor(), public_id, form.name.data or "")
    except NotFound:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _index(rename_form=form, renamed=public_id), refusal.status
    return _back(public_id)


@blueprint.post("/searches/<public_id>/alert")
@open_to(members, limit="60/minute")
def alert(public_id: str) -> Page:
    """The button's value says whether there is to be one."""
    actor = current_actor()
    finds = None
    if request.form.get("alert") == "on":
        search = queries.own(db.session(), actor, public_id)
        finds = finds_for(db.session(), actor, Asked.from_kept(search.asked))
    try:
        with unit_of_work() as session:
            if finds is None:
                actions.end_alert(session, actor, public_id)
            else:
                actions.start_alert(session, actor, public_id, finds)
    except NotFound:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "error")
    return _back(public_id)


@blueprint.post("/searches/<public_id>/delete")
@open_to(members, limit="60/minute")
def delete(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.delete_search(session, current_actor(), public_id)
    flash(_("The search is deleted."), "success")
    return redirect(url_for(".index"))


@blueprint.route("/alerts/end/<token>", methods=["GET", "POST"])
@without_token
@open_to(anyone, limit="120/minute")
def end_alerts(token: str) -> str:
    """Where a mail's link leads. What only opens links (a mail filter, a preview) ends nothing; a POST, by the button
    of the page or by the reader's mail program (RFC 8058), does, without a cookie."""
    owner_id = owner_of(token)
    if request.method == "POST":
        with unit_of_work() as session:
            actions.end_alerts_of(session, owner_id)
    return render_template("saved_searches/end.html", has_ended=request.method == "POST")


def _index(**refused: object) -> str:
    actor, session = current_actor(), db.session()
    topics = taxonomy(session)
    searches = [search_view(one, topics) for one in queries.searches_of(session, actor)]
    forms = {"save_form": None, "rename_form": None, "renamed": None, **refused}
    return render_template("saved_searches/index.html", searches=searches, **forms)


def _back(public_id: str) -> Response:
    return redirect(url_for(".index", _anchor=f"search-{public_id}"))


def _saved_as(kept: str) -> str | None:
    actor = current_actor()
    saved = queries.saved_as(db.session(), actor, kept) if actor.is_signed_in else None
    return saved.name if saved else None
