"""Socket.IO events of messaging; docs/realtime.md has the catalogue."""

from __future__ import annotations

from typing import Any

from community.core.actor import Actor, members
from community.core.db import db
from community.core.realtime import on
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, schemas


@on("message.send", who=members, limit="60/minute", payload=schemas.SendMessage)
def send(actor: Actor, data: schemas.SendMessage) -> dict[str, Any]:
    """Acknowledged after the commit, with the number that the message got."""
    with unit_of_work() as session:
        draft = actions.MessageDraft(body=data.body, client_id=data.client_id)
        message = actions.send_message(session, actor, data.conversation, draft)
    return {"message": schemas.message_out(message, actor.id).model_dump(mode="json")}


@on("message.since", who=members, limit="240/minute", payload=schemas.CatchUp)
def since(actor: Actor, data: schemas.CatchUp) -> dict[str, Any]:
    """What was missed after a number, a page at a time."""
    return schemas.messages_out(db.session(), actor, data.conversation, data.after).model_dump(mode="json")


@on("conversation.read", who=members, limit="240/minute", payload=schemas.MarkRead)
def read(actor: Actor, data: schemas.MarkRead) -> None:
    with unit_of_work() as session:
        actions.mark_read(session, actor, data.conversation, data.sequence)
