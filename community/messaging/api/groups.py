"""Who is in a group, and what its participants agree on."""

from __future__ import annotations

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.api.room import blueprint
from community.messaging.doors import change
from community.messaging.schemas import inputs, out


@blueprint.post("/conversations/<public_id>/people")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.AddInput)
@blueprint.output(out.LoggedOut)
def add_people(public_id: str, json_data: inputs.AddInput) -> out.LoggedOut:
    """Add members to a group."""
    others = queries.people_named(db.session(), current_actor(), json_data.people)
    return change(current_actor(), public_id, actions.add_people, others)


@blueprint.delete("/conversations/<public_id>/people/<handle>")
@open_to(members, limit="30/minute")
@blueprint.output(out.LoggedOut)
def remove_person(public_id: str, handle: str) -> out.LoggedOut:
    """Take somebody out of a group: whoever began it may, and whoever added that person."""
    return change(current_actor(), public_id, actions.remove_person, handle)


@blueprint.post("/conversations/<public_id>/leave")
@open_to(members, limit="30/minute")
@blueprint.output({}, status_code=204)
def leave(public_id: str) -> str:
    """Leave a group."""
    with unit_of_work() as session:
        actions.leave(session, current_actor(), public_id)
    return ""


@blueprint.put("/conversations/<public_id>/title")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.RenameInput)
@blueprint.output(out.LoggedOut)
def rename(public_id: str, json_data: inputs.RenameInput) -> out.LoggedOut:
    """Give a group a name."""
    return change(current_actor(), public_id, actions.rename, json_data.title)


@blueprint.put("/conversations/<public_id>/history")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.HistoryInput)
@blueprint.output(out.LoggedOut)
def share_history(public_id: str, json_data: inputs.HistoryInput) -> out.LoggedOut:
    """Whether who joins reads what is written from now on."""
    return change(current_actor(), public_id, actions.share_history, json_data.on)


@blueprint.put("/conversations/<public_id>/attribution")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.AttributionInput)
@blueprint.output(out.LoggedOut)
def set_attribution(public_id: str, json_data: inputs.AttributionInput) -> out.LoggedOut:
    """Set the rule for what is said from now on. Everybody else must agree before they write on."""
    return change(current_actor(), public_id, actions.set_attribution, json_data.rule)


@blueprint.post("/conversations/<public_id>/agreement")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.AgreeInput)
@blueprint.output(out.LoggedOut)
def agree(public_id: str, json_data: inputs.AgreeInput) -> out.LoggedOut:
    """Agree to the rule that the entry `sequence` set."""
    return change(current_actor(), public_id, actions.agree, json_data.sequence)


@blueprint.put("/conversations/<public_id>/expiry")
@open_to(members, limit="30/minute")
@blueprint.input(inputs.ExpiryInput)
@blueprint.output(out.LoggedOut)
def set_expiry(public_id: str, json_data: inputs.ExpiryInput) -> out.LoggedOut:
    """How many days what is written from now on stays; null: for good."""
    return change(current_actor(), public_id, actions.set_expiry, json_data.days)
