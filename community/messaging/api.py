"""The JSON door of messaging."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import request

from community.core.actor import members
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries, schemas
from community.messaging.models import Message

blueprint = APIBlueprint("messaging_api", __name__, tag="Conversations")


@blueprint.get("/conversations")
@open_to(members, limit="120/minute")
@blueprint.output(schemas.ConversationsOut)
def list_conversations() -> dict[str, Any]:
    """Your conversations, last message first."""
    lines = schemas.conversation_lines(db.session(), current_actor())
    found = {one.conversation.public_id: one for one in queries.summaries(db.session(), current_actor())}
    return {
        "conversations": [
            {
                "id": line.public_id,
                "title": line.title,
                "members": [part.member.handle for part in found[line.public_id].conversation.participants],
                "last_sequence": found[line.public_id].conversation.last_sequence,
                "unread": line.unread,
            }
            for line in lines
        ]
    }


@blueprint.post("/conversations")
@open_to(members, limit="20/minute; 100/day")
@blueprint.input(schemas.FirstMessageInput)
@blueprint.output(schemas.MessagesOut, status_code=201)
def start_conversation(json_data: schemas.FirstMessageInput) -> dict[str, Any]:
    """Write to a member; continues the conversation that you already have."""
    actor = current_actor()
    draft = actions.MessageDraft(body=json_data.body, client_id=json_data.client_id)
    with unit_of_work() as session:
        other = queries.with_whom(session, actor, json_data.to)
        conversation = actions.open_conversation(session, actor, other)
        message = actions.send_message(session, actor, conversation.public_id, draft)
    return _sent(conversation.public_id, message, actor.id)


@blueprint.get("/conversations/<public_id>/messages")
@open_to(members, limit="240/minute")
@blueprint.output(schemas.MessagesOut)
def list_messages(public_id: str) -> dict[str, Any]:
    """Messages after the sequence number `?after=` (default 0), in order, at most 200 at a time."""
    after = max(0, request.args.get("after", 0, type=int))
    return schemas.messages_out(db.session(), current_actor(), public_id, after).model_dump()


@blueprint.post("/conversations/<public_id>/messages")
@open_to(members, limit="60/minute")
@blueprint.input(schemas.MessageInput)
@blueprint.output(schemas.MessagesOut, status_code=201)
def send_message(public_id: str, json_data: schemas.MessageInput) -> dict[str, Any]:
    """Send a message. The same `client_id` again gives the message that it made."""
    actor = current_actor()
    draft = actions.MessageDraft(body=json_data.body, client_id=json_data.client_id)
    with unit_of_work() as session:
        message = actions.send_message(session, actor, public_id, draft)
    return _sent(public_id, message, actor.id)


@blueprint.post("/conversations/<public_id>/read")
@open_to(members, limit="240/minute")
@blueprint.input(schemas.ReadInput)
@blueprint.output({}, status_code=204)
def mark_read(public_id: str, json_data: schemas.ReadInput) -> str:
    """You have seen everything up to `sequence`."""
    with unit_of_work() as session:
        actions.mark_read(session, current_actor(), public_id, json_data.sequence)
    return ""


def _sent(public_id: str, message: Message, reader_id: int) -> dict[str, Any]:
    out = schemas.MessagesOut(
        conversation=public_id,
        last_sequence=message.sequence,
        messages=[schemas.message_out(message, reader_id)],
        more=False,
    )
    return out.model_dump()
