"""The JSON door of shortlists."""

from __future__ import annotations

from apiflask import APIBlueprint

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.directory.shortlists import actions, queries, schemas
from community.directory.shortlists.models import Shortlist

blueprint = APIBlueprint("shortlists_api", __name__, url_prefix="/shortlists", tag="Shortlists")


@blueprint.get("")
@open_to(members, limit="120/minute")
@blueprint.output(schemas.ShortlistsOut)
def list_shortlists() -> schemas.ShortlistsOut:
    """Yours and those that are shared with you, last changed first."""
    actor = current_actor()
    lines = queries.lists_of(db.session(), actor)
    return schemas.ShortlistsOut(shortlists=[schemas.line_out(actor, one) for one in lines])


@blueprint.post("")
@open_to(members, limit="30/minute")
@blueprint.input(schemas.ShortlistIn)
@blueprint.output(schemas.ShortlistOut, status_code=201)
def create_shortlist(json_data: schemas.ShortlistIn) -> schemas.ShortlistOut:
    """Begin a list. The people on it are never told."""
    with unit_of_work() as session:
        made = actions.create_shortlist(session, current_actor(), json_data.name)
    return _out(made)


@blueprint.get("/<public_id>")
@open_to(members, limit="240/minute")
@blueprint.output(schemas.ShortlistOut)
def get_shortlist(public_id: str) -> schemas.ShortlistOut:
    """A list of yours, or one that is shared with you; of each person what you may see."""
    return _out(queries.readable(db.session(), current_actor(), public_id))


@blueprint.patch("/<public_id>")
@open_to(members, limit="60/minute")
@blueprint.input(schemas.ShortlistIn)
@blueprint.output(schemas.ShortlistOut)
def rename_shortlist(public_id: str, json_data: schemas.ShortlistIn) -> schemas.ShortlistOut:
    """Give a list of yours another name."""
    with unit_of_work() as session:
        renamed = actions.rename_shortlist(session, current_actor(), public_id, json_data.name)
    return _out(renamed)


@blueprint.delete("/<public_id>")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def delete_shortlist(public_id: str) -> str:
    """Delete a list of yours with all its notes, for colleagues too."""
    with unit_of_work() as session:
        actions.delete_shortlist(session, current_actor(), public_id)
    return ""


@blueprint.post("/<public_id>/people")
@open_to(members, limit="120/minute")
@blueprint.input(schemas.PersonIn)
@blueprint.output(schemas.ShortlistOut, status_code=201)
def add_person(public_id: str, json_data: schemas.PersonIn) -> schemas.ShortlistOut:
    """Add somebody from the directory at the end; whoever stands on the list already stays where they are."""
    actor = current_actor()
    with unit_of_work() as session:
        actions.add_person(session, actor, public_id, json_data.handle, json_data.note)
    return _out(queries.own(db.session(), actor, public_id))


@blueprint.put("/<public_id>/people/<int:entry_id>/note")
@open_to(members, limit="120/minute")
@blueprint.input(schemas.NoteIn)
@blueprint.output(schemas.ShortlistOut)
def write_note(public_id: str, entry_id: int, json_data: schemas.NoteIn) -> schemas.ShortlistOut:
    """Write the note of an entry; refused with 409 when another was written since the version that you read."""
    actor = current_actor()
    with unit_of_work() as session:
        actions.write_note(session, actor, public_id, entry_id, json_data.note, json_data.version)
    return _out(queries.readable(db.session(), actor, public_id))


@blueprint.put("/<public_id>/people/<int:entry_id>/place")
@open_to(members, limit="240/minute")
@blueprint.input(schemas.PlaceIn)
@blueprint.output(schemas.ShortlistOut)
def move_person(public_id: str, entry_id: int, json_data: schemas.PlaceIn) -> schemas.ShortlistOut:
    """Put somebody at a place; beyond the last is the last."""
    with unit_of_work() as session:
        moved = actions.move_person(session, current_actor(), public_id, entry_id, json_data.place)
    return _out(moved)


@blueprint.delete("/<public_id>/people/<int:entry_id>")
@open_to(members, limit="120/minute")
@blueprint.output(schemas.ShortlistOut)
def remove_person(public_id: str, entry_id: int) -> schemas.ShortlistOut:
    """Take somebody off a list of yours, with the note."""
    with unit_of_work() as session:
        left = actions.remove_person(session, current_actor(), public_id, entry_id)
    return _out(left)


@blueprint.put("/<public_id>/colleagues/<handle>")
@open_to(members, limit="30/minute; 100/day")
@blueprint.output(schemas.ShortlistOut)
def share_shortlist(public_id: str, handle: str) -> schemas.ShortlistOut:
    """Let a colleague read a list of yours, as far as they may see the people on it, and write notes."""
    actor = current_actor()
    with unit_of_work() as session:
        actions.share_shortlist(session, actor, public_id, handle)
    return _out(queries.own(db.session(), actor, public_id))


@blueprint.delete("/<public_id>/colleagues/<handle>")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def end_share(public_id: str, handle: str) -> str:
    """End a colleague's reading of a list of yours, or your own of somebody's."""
    with unit_of_work() as session:
        actions.end_share(session, current_actor(), public_id, handle)
    return ""


def _out(shortlist: Shortlist) -> schemas.ShortlistOut:
    return schemas.shortlist_out(db.session(), current_actor(), shortlist)
