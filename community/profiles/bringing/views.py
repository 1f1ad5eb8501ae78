"""Pages of "Bring what you have": a file, its preview, what was brought, and the way back."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from community.config import Settings
from community.core.actor import members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.bringing import actions, queries
from community.profiles.bringing.attaching import Undone
from community.profiles.bringing.errors import ChoiceInvalid, NothingChosen
from community.profiles.bringing.forms import BringForm, RecordForm, choices_from
from community.profiles.bringing.models import Batch
from community.profiles.bringing.offers import Preview
from community.profiles.bringing.pages import numbers_on, page_of, preview_page
from community.profiles.bringing.records import Brought
from community.profiles.bringing.words import counted, source_name
from community.profiles.models import Profile

blueprint = Blueprint("bringing", __name__)


@blueprint.get("/profile/bring")
@open_to(members, limit="60/minute")
def index() -> str:
    """Where a file is chosen, and what was brought before."""
    return _index(BringForm())


@blueprint.post("/profile/bring")
@open_to(members, limit="30/hour")
def bring() -> Response | tuple[str, int]:
    """Read a file; nothing of it is on the profile yet."""
    form = BringForm()
    found = form.read()
    if found is None:
        return _index(form), 422
    return _shown(*found)


@blueprint.post("/profile/bring/orcid")
@open_to(members, limit="10/hour")
def bring_record() -> Response | tuple[str, int]:
    """Read what ORCID shows to everybody, where the operator named its door."""
    if not _settings().orcid_api_url:
        raise NotFound()
    form = RecordForm()
    brought = form.read(_settings())
    if brought is None:
        return _index(BringForm(formdata=None), form), 422
    return _shown(brought, "")


@blueprint.get("/profile/bring/<int:batch_id>")
@open_to(members, limit="120/minute")
def preview(batch_id: int) -> str | Response:
    batch = queries.own_batch(db.session(), current_actor(), batch_id)
    if batch.applied_at is not None:
        return redirect(url_for(".index"))
    return _preview(batch, request.args.get("page", 1, int))


@blueprint.post("/profile/bring/<int:batch_id>")
@open_to(members, limit="60/minute")
def decide(batch_id: int) -> Response | tuple[str, int]:
    """Keep the choices of the page, and do what the button says: turn the page, or bring in what is ticked."""
    actor = current_actor()
    batch = queries.own_batch(db.session(), actor, batch_id)
    if batch.applied_at is not None:
        flash(_("This was brought in already; nothing was changed."))
        return redirect(url_for(".index"))
    page = request.form.get("page", 1, int)
    choices, faults = choices_from(request.form, numbers_on(Preview.from_json(batch.preview), page))
    with unit_of_work() as session:
        actions.choose(session, actor, batch_id, choices, request.form.get("audience") or None)
    if faults:
        return _refused(batch_id, faults)
    do = request.form.get("do", "")
    if do.isdecimal():
        return redirect(url_for(".preview", batch_id=batch_id, page=int(do[:4])))
    return _keep(batch_id)


@blueprint.post("/profile/bring/<int:batch_id>/discard")
@open_to(members, limit="60/minute")
def discard(batch_id: int) -> Response:
    with unit_of_work() as session:
        actions.discard(session, current_actor(), batch_id)
    flash(_("The preview is gone. Nothing was brought in."))
    return redirect(url_for(".index"))


@blueprint.post("/profile/bring/<int:batch_id>/undo")
@open_to(members, limit="30/minute")
def undo(batch_id: int) -> Response:
    with unit_of_work() as session:
        undone = actions.undo(session, current_actor(), batch_id)
    flash(_words_of(undone), "success")
    return redirect(url_for(".index"))


def _shown(brought: Brought, file_name: str) -> Response:
    with unit_of_work() as session:
        batch_id = actions.show_file(
            session, current_actor(), brought, file_name, asks_for_titles=bool(_settings().doi_url)
        ).id
    return redirect(url_for(".preview", batch_id=batch_id))


def _keep(batch_id: int) -> Response | tuple[str, int]:
    try:
        with unit_of_work() as session:
            batch = actions.keep_chosen(session, current_actor(), batch_id)
            words = counted(batch.made)
    except ChoiceInvalid as refusal:
        return _refused(batch_id, refusal.faults)
    except NothingChosen as refusal:
        flash(str(refusal.message), "error")
        batch = queries.own_batch(db.session(), current_actor(), batch_id)
        return _preview(batch, 1), refusal.status
    flash(_("Brought in: %(what)s.", what=words) if words else _("You had all of it already."), "success")
    return redirect(url_for("profiles.show", handle=current_actor().handle))


def _refused(batch_id: int, faults: dict[int, str]) -> tuple[str, int]:
    batch = queries.own_batch(db.session(), current_actor(), batch_id)
    return _preview(batch, page_of(min(faults)), faults), 422


def _preview(batch: Batch, page: int, faults: dict[int, str] | None = None) -> str:
    typed = (
        {number: request.form.get(f"year-{number}", "") for number in faults or ()} if request.form else {}
    )
    shown = preview_page(db.session(), batch, page, faults, {n: year for n, year in typed.items() if year})
    return render_template("bringing/preview.html", preview=shown, audiences=_audiences())


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _index(form: BringForm, record: RecordForm | None = None) -> str:
    session, actor = db.session(), current_actor()
    batches = queries.own_batches(session, actor)
    owner = queries.owner_of(session.get(Profile, actor.id), actor.name)
    return render_template(
        "bringing/index.html",
        form=form,
        record=record or RecordForm(formdata=None, orcid=owner.orcid),
        can_ask_orcid=bool(_settings().orcid_api_url),
        waiting=[batch for batch in batches if batch.applied_at is None],
        brought=[batch for batch in batches if batch.applied_at is not None],
        source_name=source_name,
        counted=counted,
    )


def _audiences() -> dict[str, str]:
    return {
        "": _("as new entries usually are"),
        "public": _("everybody"),
        "members": _("members"),
        "journalists": _("verified journalists"),
        "me": _("only me, for now"),
    }


def _words_of(undone: Undone) -> str:
    words = ngettext(
        "%(num)d entry was taken away again.", "%(num)d entries were taken away again.", undone.removed
    )
    if undone.stayed:
        words += " " + _(
            "What you changed, had verified or used as evidence since stays: %(what)s.",
            what=_(", ").join(undone.stayed[:20]),
        )
    return words
