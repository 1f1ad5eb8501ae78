"""One message: send, read its source, edit, delete, react, pin."""

from __future__ import annotations

from typing import Any

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.messaging import actions, doors, queries
from community.messaging.api.room import blueprint
from community.messaging.doors import change
from community.messaging.schemas import inputs, out
from community.messaging.schemas.state import sent_out


@blueprint.post("/conversations/<public_id>/messages")
@open_to(members, limit="60/minute")
@blueprint.input(inputs.MessageInput)
@blueprint.output(out.EntriesOut, status_code=201)
def send_message(public_id: str, json_data: inputs.MessageInput) -> dict[str, Any]:
    """Send a message. The same `client_id` again gives the entry that it made."""
    actor = current_actor()
    draft = actions.MessageDraft(json_data.body, json_data.client_id, json_data.quote, tuple(json_data.files))
    sent = doors.send(actor, public_id, draft)
    return sent_out(db.session(), sent)


@blueprint.get("/conversations/<public_id>/messages/<int:number>")
@open_to(members, limit="240/minute")
@blueprint.output(out.SourceOut)
def show_source(public_id: str, number: int) -> out.SourceOut:
    """The Markdown of a message, to edit it or to quote from it."""
    session = db.session()
    mine = queries.participation(session, current_actor(), public_id)
    return out.SourceOut(sequence=number, body=queries.message(session, mine, number).body)


@blueprint.patch("/conversations/<public_id>/messages/<int:number>")
@open_to(members, limit="60/minute")
@blueprint.input(inputs.EditInput)
@blueprint.output(out.LoggedOut)
def edit_message(public_id: str, number: int, json_data: inputs.EditInput) -> out.LoggedOut:
    """Give a message of yours other words, within 15 minutes."""
    return change(current_actor(), public_id, actions.edit_message, number, json_data.body)


@blueprint.delete("/conversations/<public_id>/messages/<int:number>")
@open_to(members, limit="60/minute")
@blueprint.output(out.LoggedOut)
def delete_message(public_id: str, number: int) -> out.LoggedOut:
    """Take a message of yours away from everybody; a mark stays."""
    return change(current_actor(), public_id, actions.delete_message, number)


@blueprint.put("/conversations/<public_id>/messages/<int:number>/reactions/<sign>")
@open_to(members, limit="120/minute")
@blueprint.output(out.LoggedOut)
def react(public_id: str, number: int, sign: str) -> out.LoggedOut:
    """Put your sign under a message."""
    return change(current_actor(), public_id, actions.react, number, sign, True)


@blueprint.delete("/conversations/<public_id>/messages/<int:number>/reactions/<sign>")
@open_to(members, limit="120/minute")
@blueprint.output(out.LoggedOut)
def take_reaction_back(public_id: str, number: int, sign: str) -> out.LoggedOut:
    """Take your sign away."""
    return change(current_actor(), public_id, actions.react, number, sign, False)


@blueprint.put("/conversations/<public_id>/messages/<int:number>/pin")
@open_to(members, limit="60/minute")
@blueprint.output(out.LoggedOut)
def pin_message(public_id: str, number: int) -> out.LoggedOut:
    """Pin a message for everybody."""
    return change(current_actor(), public_id, actions.pin_message, number, True)


@blueprint.delete("/conversations/<public_id>/messages/<int:number>/pin")
@open_to(members, limit="60/minute")
@blueprint.output(out.LoggedOut)
def unpin_message(public_id: str, number: int) -> out.LoggedOut:
    """Unpin it."""
    return change(current_actor(), public_id, actions.pin_message, number, False)
