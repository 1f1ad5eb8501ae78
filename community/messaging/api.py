"""The JSON door of messaging."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.doors import change
from community.messaging.schemas import inputs, out
from community.messaging.schemas.listing import conversations_out
from community.messaging.schemas.state import entries_out, sent_out, state_out

blueprint = APIBlueprint("messaging_api", __name__, tag="Conversations")


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
@blueprint.output(out.ConversationsOut)
def list_conversations() -> out.ConversationsOut:
    """Your conversations, last message first."""
    return conversations_out(db.session(), current_actor())


@blueprint.post("/conversations")
@open_to(members, limit="20/minute; 100/day")
@blueprint.input(inputs.FirstMessageInput)
@blueprint.output(out.EntriesOut, status_code=201)
def start_conversation(json_data: inputs.FirstMessageInput) -> out.EntriesOut:
    """Write to a member; continues the conversation that you already have."""
    actor = current_actor()
    draft = actions.MessageDraft(body=json_data.body, client_id=json_data.client_id)
    with unit_of_work() as session:
        other = queries.with_whom(session, actor, json_data.to)
        conversation = actions.open_conversation(session, actor, other)
        entry = actions.send_message(session, actor, conversation.public_id, draft)
    return sent_out(db.session(), actor, conversation.public_id, entry)


@blueprint.get("/conversations/<public_id>")
@open_to(members, limit="240/minute")
@blueprint.output(out.StateOut)
def show_conversation(public_id: str) -> out.StateOut:
    """The conversation as it is now, with its last lines, or with those below the number `?before=`."""
    before = request.args.get("before", type=int)
    return state_out(db.session(), current_actor(), public_id, before)


@blueprint.get("/conversations/<public_id>/entries")
@open_to(members, limit="240/minute")
@blueprint.output(out.EntriesOut)
def list_entries(public_id: str) -> out.EntriesOut:
    """What came after the number `?after=` (default 0), in order, at most 200 entries at a time."""
    after = max(0, request.args.get("after", 0, type=int))
    return entries_out(db.session(), current_actor(), public_id, after)


@blueprint.post("/conversations/<public_id>/messages")
@open_to(members, limit="60/minute")
@blueprint.input(inputs.MessageInput)
@blueprint.output(out.EntriesOut, status_code=201)
def send_message(public_id: str, json_data: inputs.MessageInput) -> out.EntriesOut:
    """Send a message. The same `client_id` again gives the entry that it made."""
    actor = current_actor()
    draft = actions.MessageDraft(body=json_data.body, client_id=json_data.client_id, quote=json_data.quote)
    with unit_of_work() as session:
        entry = actions.send_message(session, actor, public_id, draft)
    return sent_out(db.session(), actor, public_id, entry)


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


@blueprint.post("/conversations/<public_id>/read")
@open_to(members, limit="240/minute")
@blueprint.input(inputs.ReadInput)
@blueprint.output({}, status_code=204)
def mark_read(public_id: str, json_data: inputs.ReadInput) -> str:
    """You have seen everything up to `sequence`."""
    with unit_of_work() as session:
        actions.mark_read(session, current_actor(), public_id, json_data.sequence)
    return ""
