"""The desk's pages for the people of an institution: a file, its preview, what came in, and the way back."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import editors
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.audiences import LADDER
from community.profiles.bringing.people import actions, queries
from community.profiles.bringing.people.columns import COLUMNS
from community.profiles.bringing.people.forms import PeopleForm
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.pages import LISTS, people_page
from community.profiles.bringing.words import source_name
from community.profiles.forms.fields import audience_names
from community.profiles.models import Audience
from community.profiles.schemas import kind_names
from community.profiles.statements import editor_names

blueprint = Blueprint("people", __name__)


@blueprint.get("/desk/people")
@open_to(editors, limit="60/minute")
def index() -> str:
    """Where a file is chosen, which columns it may have, and what came in before."""
    return _index(PeopleForm(formdata=None))


@blueprint.post("/desk/people")
@open_to(editors, limit="30/hour")
def bring() -> Response | tuple[str, int]:
    form = PeopleForm()
    found = form.read()
    if found is None:
        return _index(form), 422
    with unit_of_work() as session:
        batch_id = actions.show_table(session, current_actor(), *found).id
    return redirect(url_for(".preview", batch_id=batch_id))


@blueprint.get("/desk/people/<int:batch_id>")
@open_to(editors, limit="60/minute")
def preview(batch_id: int) -> str:
    return _preview(batch_id)


@blueprint.post("/desk/people/<int:batch_id>")
@open_to(editors, limit="30/minute")
def decide(batch_id: int) -> Response | tuple[str, int]:
    """Read the columns as the form says, and take the lines that are ticked. Only what was seen read like this comes
    in."""
    actor, form = current_actor(), request.form
    do, _colon, page = form.get("do", "").partition(":")
    columns = [form.get(f"column-{number}", "") for number in range(len(form.getlist("columns")))]
    try:
        with unit_of_work() as session:
            is_new = actions.read_as(session, actor, batch_id, columns, form.get("kind", ""))
            if do in ("none", "all"):
                actions.leave_all_out(session, actor, batch_id, on=do == "none")
            else:
                actions.leave_out(session, actor, batch_id, _numbers("shown"), _numbers("take"))
        if is_new or do != "keep":
            if do == "keep":
                flash(_("The columns are read in another way now. Please look again before they come in."))
            place = url_for(".preview", batch_id=batch_id)
            if do == "list" and page in LISTS:
                return redirect(f"{place}?list={page}")
            return redirect(f"{place}?list=new&page={page}" if page.isdecimal() else place)
        with unit_of_work() as session:
            plan = actions.bring_in(session, actor, batch_id, form.get("audience", ""), _keys())
    except (Invalid, Conflict) as refusal:
        if isinstance(refusal, Conflict):
            raise
        flash(str(refusal.message), "error")
        return _preview(batch_id), refusal.status
    flash(ngettext("%(num)d person came in.", "%(num)d people came in.", len(plan.new)), "success")
    return redirect(url_for(".index"))


@blueprint.post("/desk/people/<int:batch_id>/audience")
@open_to(editors, limit="30/minute")
def show_to(batch_id: int) -> Response:
    with unit_of_work() as session:
        count = actions.show_to(session, current_actor(), batch_id, request.form.get("audience", ""))
    flash(ngettext("Changed for %(num)d person.", "Changed for %(num)d people.", count), "success")
    return redirect(url_for(".index"))


@blueprint.post("/desk/people/<int:batch_id>/discard")
@open_to(editors, limit="30/minute")
def discard(batch_id: int) -> Response:
    with unit_of_work() as session:
        actions.discard(session, current_actor(), batch_id)
    flash(_("The preview is gone. Nothing was brought in."))
    return redirect(url_for(".index"))


@blueprint.post("/desk/people/<int:batch_id>/undo")
@open_to(editors, limit="30/minute")
def undo(batch_id: int) -> Response:
    with unit_of_work() as session:
        gone, stayed = actions.undo(session, current_actor(), batch_id)
    words = ngettext("%(num)d person was taken away again.", "%(num)d people were taken away again.", gone)
    if stayed:
        words += " " + _(
            "Who was claimed or is used somewhere since stays: %(who)s.", who=_(", ").join(stayed[:20])
        )
    flash(words, "success")
    return redirect(url_for(".index"))


def _numbers(name: str) -> set[int]:
    """Of lines; what is none is nobody's line."""
    return {int(one) for one in request.form.getlist(name) if one.isdecimal() and len(one) < 9}


def audience_choices() -> dict[str, str]:
    """Value -> words, the safest first."""
    words = audience_names() | {Audience.ME.value: _("nobody yet")}
    return {one.value: words[one.value] for one in reversed(LADDER)}


def _index(form: PeopleForm) -> str:
    session = db.session()
    files = queries.files(session, current_actor())
    return render_template(
        "bringing/people/index.html",
        form=form,
        columns=COLUMNS,
        waiting=[batch for batch in files if batch.applied_at is None],
        brought=[batch for batch in files if batch.applied_at is not None],
        names=editor_names(session, {batch.member_id for batch in files}),
        audiences=audience_choices(),
        source_name=source_name,
    )


def _preview(batch_id: int) -> str:
    session = db.session()
    page = people_page(
        session,
        queries.preview_of(session, current_actor(), batch_id),
        _keys(),
        str(get_locale() or "en"),
        request.args.get("list", ""),
        request.args.get("page", 1, int),
    )
    return render_template(
        "bringing/people/preview.html",
        preview=page,
        kinds=kind_names(),
        audiences=audience_choices(),
        chosen=request.form.get("audience", Audience.ME.value),
    )


def _keys() -> Keys:
    return Keys(current_app.config["SECRET_KEY"])
