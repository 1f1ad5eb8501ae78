"""Live subscribers: who takes part is read from the database for each event, never remembered by a socket."""

from __future__ import annotations

from community.core import realtime
from community.core.db import db
from community.messaging import queries
from community.messaging.events import ConversationRead, MessageSent
from community.messaging.models import Conversation, Message, Participant
from community.messaging.schemas import message_out


def show_message(event: MessageSent) -> None:
    """Everybody in the conversation gets the message; its author's other browsers get their client id too."""
    message = db.session.get_one(Message, event.message_id)
    conversation = db.session.get_one(Conversation, event.conversation_id)
    for member_id in queries.present_members(db.session(), conversation.id):
        payload = {
            "conversation": conversation.public_id,
            "message": message_out(message, member_id).model_dump(mode="json"),
        }
        realtime.emit("message.new", payload, rooms=[realtime.member_room(member_id)])


def show_read(event: ConversationRead) -> None:
    """The others see that it was read; the reader's own other browsers drop their count."""
    reader = db.session.get_one(Participant, (event.conversation_id, event.member_id))
    members = queries.present_members(db.session(), event.conversation_id)
    realtime.emit(
        "conversation.read",
        {
            "conversation": reader.conversation.public_id,
            "reader": reader.member.handle,
            "sequence": event.sequence,
        },
        rooms=[realtime.member_room(one) for one in members],
    )
