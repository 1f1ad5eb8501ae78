"""Pages of shortlists, and what directory and profiles show of them to their owner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from community.core.actor import members
from community.core.db import db
from community.core.errors import NotFound, Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.core.web.forms import show_refusal
from community.core.web.locale import local_path
from community.directory.shortlists import actions, files, pages, queries
from community.directory.shortlists.forms import AddForm, NameForm, NoteForm, ShareForm

blueprint = Blueprint("shortlists", __name__, url_prefix="/shortlists")

Page = str | BaseResponse | tuple[str, int]


@blueprint.app_context_processor
def lend() -> dict[str, object]:
    """`shortlist_choices()` and `on_shortlists(handles)`: a profile and a hit show them, and may not know lists."""
    return {"shortlist_choices": _choices, "on_shortlists": _on_shortlists}


@blueprint.route("", methods=["GET", "POST"])
@open_to(members, limit="120/minute")
def index() -> Page:
    """All lists of the actor; the form begins another one."""
    actor, form = current_actor(), NameForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                made = actions.create_shortlist(session, actor, form.name.data or "")
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _index(form), refusal.status
        return redirect(url_for(".show", public_id=made.public_id))
    return _index(form)


@blueprint.post("/add")
@open_to(members, limit="120/minute")
def add() -> BaseResponse:
    """From a hit or a profile: somebody onto a list, and back to where the actor was."""
    actor, form = current_actor(), AddForm()
    handle = form.handle.data or ""
    with unit_of_work() as session:
        if form.shortlist.data:
            shortlist = queries.own(session, actor, form.shortlist.data)
        else:
            shortlist = actions.create_shortlist(session, actor, _("Shortlist"))
        actions.add_person(session, actor, shortlist.public_id, handle)
        name = shortlist.name
    flash(_("Now on your list “%(name)s”. Only you see that.", name=name), "success")
    return redirect(f"{local_path(form.next.data or '', url_for('.index'))}#person-{quote(handle)}")


@blueprint.get("/<public_id>")
@open_to(members, limit="240/minute")
def show(public_id: str) -> Page:
    return _show(public_id)


@blueprint.post("/<public_id>/name")
@open_to(members, limit="60/minute")
def rename(public_id: str) -> Page:
    form = NameForm()
    try:
        with unit_of_work() as session:
            actions.rename_shortlist(session, current_actor(), public_id, form.name.data or "")
    except Refusal as refusal:
        return _refused(public_id, refusal, form)
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/<public_id>/delete")
@open_to(members, limit="60/minute")
def delete(public_id: str) -> BaseResponse:
    with unit_of_work() as session:
        actions.delete_shortlist(session, current_actor(), public_id)
    flash(_("The list is deleted, with its notes."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/<public_id>/people/<int:entry_id>/note")
@open_to(members, limit="120/minute")
def note(public_id: str, entry_id: int) -> Page:
    form = NoteForm()
    try:
        with unit_of_work() as session:
            actions.write_note(
                session, current_actor(), public_id, entry_id, form.note.data or "", form.version.data or 0
            )
    except Refusal as refusal:
        return _refused(public_id, refusal, form, entry_id)
    return _back(public_id, entry_id)


@blueprint.post("/<public_id>/people/<int:entry_id>/move")
@open_to(members, limit="240/minute")
def move(public_id: str, entry_id: int) -> BaseResponse:
    """The button's value is the place where the person goes."""
    place = request.form.get("place", 1, type=int)
    with unit_of_work() as session:
        actions.move_person(session, current_actor(), public_id, entry_id, place)
    return _back(public_id, entry_id)


@blueprint.post("/<public_id>/people/<int:entry_id>/remove")
@open_to(members, limit="120/minute")
def remove(public_id: str, entry_id: int) -> BaseResponse:
    with unit_of_work() as session:
        actions.remove_person(session, current_actor(), public_id, entry_id)
    flash(_("Taken off the list."), "success")
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/<public_id>/colleagues")
@open_to(members, limit="30/minute; 100/day")
def share(public_id: str) -> Page:
    form = ShareForm()
    try:
        with unit_of_work() as session:
            member = actions.share_shortlist(session, current_actor(), public_id, form.wanted)
            name = member.display_name
    except Refusal as refusal:
        return _refused(public_id, refusal, form)
    flash(_("%(name)s finds the list under “Shortlists” from now on.", name=name), "success")
    return redirect(url_for(".show", public_id=public_id))


@blueprint.post("/<public_id>/colleagues/<handle>/end")
@open_to(members, limit="60/minute")
def end_share(public_id: str, handle: str) -> BaseResponse:
    actor = current_actor()
    with unit_of_work() as session:
        actions.end_share(session, actor, public_id, handle)
    flash(_("The list is not shared with them any more."), "success")
    return redirect(url_for(".index") if handle == actor.handle else url_for(".show", public_id=public_id))


@blueprint.get("/<public_id>/list.csv")
@open_to(members, limit="30/minute")
def as_csv(public_id: str) -> Response:
    """For a spreadsheet, with what the actor may see of each."""
    return _file(public_id, files.csv_of, "csv", "text/csv; charset=utf-8")


@blueprint.get("/<public_id>/list.vcf")
@open_to(members, limit="30/minute")
def as_vcards(public_id: str) -> Response:
    """For an address book, the same."""
    return _file(public_id, files.cards_of, "vcf", "text/vcard; charset=utf-8")


Making = Callable[[Session, Sequence[queries.SeenEntry]], bytes]


def _file(public_id: str, make: Making, ending: str, mimetype: str) -> Response:
    actor, session = current_actor(), db.session()
    shortlist = queries.readable(session, actor, public_id)
    response = Response(make(session, queries.seen_entries(session, actor, shortlist)))
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = files.disposition(shortlist.name, ending)
    return response


def _index(form: NameForm) -> str:
    lines = pages.list_lines(db.session(), current_actor())
    return render_template("shortlists/index.html", lists=lines, form=form)


def _show(public_id: str, **forms: object) -> str:
    actor, session = current_actor(), db.session()
    shortlist = queries.readable(session, actor, public_id)
    page = pages.shortlist_page(session, actor, shortlist)
    refused = {
        "name_form": NameForm(formdata=None, name=shortlist.name),
        "share_form": ShareForm(formdata=None),
        "note_form": None,
        "noted_id": None,
        **forms,
    }
    return render_template("shortlists/show.html", page=page, **refused)


def _refused(
    public_id: str, refusal: Refusal, form: NameForm | NoteForm | ShareForm, entry_id: int | None = None
) -> Page:
    """The page again, with what was typed and why it was refused."""
    if isinstance(refusal, NotFound):
        raise refusal
    show_refusal(form, refusal)
    name = {NameForm: "name_form", NoteForm: "note_form", ShareForm: "share_form"}[type(form)]
    return _show(public_id, **{name: form, "noted_id": entry_id}), refusal.status


def _back(public_id: str, entry_id: int) -> BaseResponse:
    return redirect(url_for(".show", public_id=public_id, _anchor=f"entry-{entry_id}"))


def _choices() -> list[tuple[str, str]]:
    actor = current_actor()
    return queries.own_lists(db.session(), actor) if actor.is_signed_in else []


def _on_shortlists(handles: Collection[str]) -> dict[str, list[str]]:
    actor = current_actor()
    return queries.names_of_lists_with(db.session(), actor, handles) if actor.is_signed_in else {}
