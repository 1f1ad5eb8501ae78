"""Conversations: list, begin, read, catch up, and what one does with them for oneself."""

from __future__ import annotations

from flask import request

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.api.room import blueprint
from community.messaging.schemas import inputs, out
from community.messaging.schemas.listing import conversations_out
from community.messaging.schemas.state import entries_out, entry_out, state_out


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
@blueprint.input(inputs.ListQuery, location="query")
@blueprint.output(out.ConversationsOut)
def list_conversations(query_data: inputs.ListQuery) -> out.ConversationsOut:
    """Your conversations, last message first, fifty to a page: those you talk in, or what lies in another box."""
    return conversations_out(db.session(), current_actor(), box=query_data.box, page=query_data.page)


@blueprint.post("/conversations")
@open_to(members, limit="20/minute; 100/day")
@blueprint.input(inputs.FirstMessageInput)
@blueprint.output(out.EntriesOut, status_code=201)
def start_conversation(json_data: inputs.FirstMessageInput) -> out.EntriesOut:
    """Write to a member (continues the conversation that you already have), or begin a group with several."""
    actor = current_actor()
    draft = actions.MessageDraft(json_data.body, json_data.client_id, files=tuple(json_data.files))
    to = [json_data.to] if isinstance(json_data.to, str) else json_data.to
    with unit_of_work() as session:
        others = queries.people_named(session, actor, to)
        if len(others) == 1 and not json_data.title:
            conversation = actions.open_conversation(session, actor, others[0])
        else:
            conversation = actions.start_group(session, actor, others, json_data.title, first=draft.client_id)
        entry = actions.send_message(session, actor, conversation.public_id, draft)
    return entry_out(db.session(), actor, conversation.public_id, entry)


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


@blueprint.post("/conversations/<public_id>/read")
@open_to(members, limit="240/minute")
@blueprint.input(inputs.ReadInput)
@blueprint.output({}, status_code=204)
def mark_read(public_id: str, json_data: inputs.ReadInput) -> str:
    """You have seen everything up to `sequence`."""
    with unit_of_work() as session:
        actions.mark_read(session, current_actor(), public_id, json_data.sequence)
    return ""


@blueprint.post("/conversations/<public_id>/accept")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def accept_request(public_id: str) -> str:
    """Accept a request. To answer it does so as well."""
    with unit_of_work() as session:
        actions.accept_request(session, current_actor(), public_id)
    return ""


@blueprint.post("/conversations/<public_id>/decline")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def decline_request(public_id: str) -> str:
    """Decline a request. Whoever wrote it is not told."""
    with unit_of_work() as session:
        actions.decline_request(session, current_actor(), public_id)
    return ""


@blueprint.put("/people/<handle>/block")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def block(handle: str) -> str:
    """Hear nothing of this member any more. They are not told."""
    with unit_of_work() as session:
        actions.block(session, current_actor(), handle)
    return ""


@blueprint.delete("/people/<handle>/block")
@open_to(members, limit="60/minute")
@blueprint.output({}, status_code=204)
def unblock(handle: str) -> str:
    """Hear of them again."""
    with unit_of_work() as session:
        actions.unblock(session, current_actor(), handle)
    return ""


@blueprint.put("/conversations/<public_id>/own")
@open_to(members, limit="60/minute")
@blueprint.input(inputs.OwnInput)
@blueprint.output({}, status_code=204)
def keep_own(public_id: str, json_data: inputs.OwnInput) -> str:
    """Mute, archive, mark unread: for yourself. What is left out stays as it is."""
    actor = current_actor()
    with unit_of_work() as session:
        queries.participation(session, actor, public_id)
        if json_data.muted is not None:
            actions.mute(session, actor, public_id, json_data.muted)
        if json_data.archived is not None:
            actions.archive(session, actor, public_id, json_data.archived)
        if json_data.unread:
            actions.mark_unread(session, actor, public_id)
    return ""
