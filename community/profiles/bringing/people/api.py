"""The JSON door of the desk's files of people."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import current_app
from flask_babel import get_locale

from community.core.actor import editors
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.profiles.bringing.models import Batch
from community.profiles.bringing.people import actions, queries, schemas
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.pages import people_page
from community.profiles.bringing.people.table import read_table

blueprint = APIBlueprint("people_api", __name__, url_prefix="/desk/people", tag="Bring people")


@blueprint.get("")
@open_to(editors, limit="60/minute")
@blueprint.output(schemas.FilesOut)
def list_files() -> schemas.FilesOut:
    """What any editor brought in, and your own previews; the newest first."""
    files = queries.files(db.session(), current_actor())
    return schemas.FilesOut(files=[schemas.file_out(one) for one in files])


@blueprint.post("")
@open_to(editors, limit="30/hour")
@blueprint.input(schemas.TableIn)
@blueprint.output(schemas.PreviewOut, status_code=201)
def show_file(json_data: schemas.TableIn) -> schemas.PreviewOut:
    """Have a CSV read. Nobody of it comes in before you say so; the preview is yours, and kept for a day."""
    table = read_table(json_data.text.encode())
    with unit_of_work() as session:
        batch = actions.show_table(session, current_actor(), table, json_data.file_name)
    return _preview(batch)


@blueprint.get("/<int:batch_id>")
@open_to(editors, limit="60/minute")
@blueprint.input(schemas.LinesIn, location="query")
@blueprint.output(schemas.PreviewOut)
def preview(batch_id: int, query_data: schemas.LinesIn) -> schemas.PreviewOut:
    """What a file of yours would do now, and its lines, a hundred at a time."""
    return _preview(queries.preview_of(db.session(), current_actor(), batch_id), query_data)


@blueprint.patch("/<int:batch_id>")
@open_to(editors, limit="60/minute")
@blueprint.input(schemas.ReadingIn)
@blueprint.output(schemas.PreviewOut)
def change(batch_id: int, json_data: schemas.ReadingIn) -> schemas.PreviewOut:
    """Have the columns read in another way, or leave lines out. What is not given stays."""
    actor = current_actor()
    with unit_of_work() as session:
        kept = actions.Kept.of(queries.preview_of(session, actor, batch_id))
        if json_data.columns is not None or json_data.kind is not None:
            columns = kept.reading.columns if json_data.columns is None else json_data.columns
            actions.read_as(session, actor, batch_id, columns, json_data.kind or kept.reading.kind)
        if json_data.left_out is not None:
            actions.leave_out(session, actor, batch_id, kept.lines, kept.lines - set(json_data.left_out))
    return _preview(queries.preview_of(db.session(), actor, batch_id))


@blueprint.post("/<int:batch_id>/bring-in")
@open_to(editors, limit="30/minute")
@blueprint.input(schemas.AudienceIn)
@blueprint.output(schemas.BroughtOut)
def bring_in(batch_id: int, json_data: schemas.AudienceIn) -> schemas.BroughtOut:
    """Make profiles of those who are new and not left out; nobody has claimed or confirmed them."""
    with unit_of_work() as session:
        plan = actions.bring_in(session, current_actor(), batch_id, json_data.audience, _keys())
    return schemas.BroughtOut(people=len(plan.new))


@blueprint.post("/<int:batch_id>/audience")
@open_to(editors, limit="30/minute")
@blueprint.input(schemas.AudienceIn)
@blueprint.output(schemas.BroughtOut)
def show_to(batch_id: int, json_data: schemas.AudienceIn) -> schemas.BroughtOut:
    """Say who may open those whom nobody has claimed since."""
    with unit_of_work() as session:
        count = actions.show_to(session, current_actor(), batch_id, json_data.audience)
    return schemas.BroughtOut(people=count)


@blueprint.post("/<int:batch_id>/undo")
@open_to(editors, limit="30/minute")
@blueprint.output(schemas.UndoneOut)
def undo(batch_id: int) -> schemas.UndoneOut:
    """Take away whom nobody has claimed or used since. Who stays is named."""
    with unit_of_work() as session:
        gone, stayed = actions.undo(session, current_actor(), batch_id)
    return schemas.UndoneOut(gone=gone, stayed=stayed)


@blueprint.delete("/<int:batch_id>")
@open_to(editors, limit="30/minute")
@blueprint.output({}, status_code=204)
def discard(batch_id: int) -> str:
    """Forget a preview of yours, and the addresses in it. Nobody comes in."""
    with unit_of_work() as session:
        actions.discard(session, current_actor(), batch_id)
    return ""


def _preview(batch: Batch, lines: schemas.LinesIn | None = None) -> schemas.PreviewOut:
    lines = lines or schemas.LinesIn()
    page = people_page(db.session(), batch, _keys(), str(get_locale() or "en"), lines.shown, lines.page)
    return schemas.preview_out(page)


def _keys() -> Keys:
    return Keys(current_app.config["SECRET_KEY"])
