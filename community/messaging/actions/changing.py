"""Changing how a message reads. Each verb sets a value: what is so already takes no number."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.messaging import policies, queries
from community.messaging.actions.log import append, taking_part
from community.messaging.actions.text import written
from community.messaging.errors import NoSuchMessage, TooLateToEdit, TooManyPins, UnknownSign
from community.messaging.files.rows import drop_files
from community.messaging.models import Conversation, Entry, Kind, Participant, Reaction

SIGNS = ("agree", "thanks", "done", "looking", "unclear")
"""The fixed set of reactions: words, because a picture means something else to everybody."""

MOST_PINS = 20


def edit_message(session: Session, actor: Actor, public_id: str, number: int, text: str) -> Entry | None:
    """Give a message of the actor's other words. Returns the entry, or None when nothing changes.

    Raises NotFound, NoSuchMessage (also for somebody else's), TooLateToEdit, EmptyMessage and MessageTooLong.
    """
    mine, message = _message(session, actor, public_id, number)
    if not policies.may_delete(message, actor.id):
        raise NoSuchMessage()
    now = clock.now()
    new = written(session, mine, text, [one["name"] for one in message.data.get("files", ())])
    if new.body == message.body:
        return None
    if not policies.may_edit(message, actor.id, now):
        raise TooLateToEdit()
    message.body, message.body_html, message.words = new.body, new.body_html, new.words
    message.data = {**message.data, "mentions": [one.member_id for one in new.mentions]}
    message.edited_at = now
    return append(session, mine, Kind.EDITED, target=number)


def delete_message(session: Session, actor: Actor, public_id: str, number: int) -> Entry | None:
    """Take a message of the actor's away from everybody; a mark stays in its place. None when it is gone already.

    Raises NotFound and NoSuchMessage (also for somebody else's).
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    message = queries.messages_at(session, mine, [number]).get(number)
    if message is None or message.author_id != actor.id:
        raise NoSuchMessage()
    if message.deleted_at is not None:
        return None
    empty(session, message)
    message.deleted_at = clock.now()
    unpin(mine.conversation, number)
    return append(session, mine, Kind.DELETED, target=number)


def react(session: Session, actor: Actor, public_id: str, number: int, sign: str, on: bool) -> Entry | None:
    """Put the actor's sign under a message, or take it away. None when it is so already.

    Raises NotFound, NoSuchMessage, UnknownSign.
    """
    if sign not in SIGNS:
        raise UnknownSign()
    mine, message = _message(session, actor, public_id, number)
    key = (message.conversation_id, number, actor.id, sign)
    there = session.get(Reaction, key, populate_existing=True)
    if on == (there is not None):
        return None
    if there is not None:
        session.delete(there)
    else:
        session.add(
            Reaction(
                conversation_id=message.conversation_id,
                sequence=number,
                member_id=actor.id,
                sign=sign,
                created_at=clock.now(),
            )
        )
    session.flush()
    return append(session, mine, Kind.REACTED, target=number)


def pin_message(session: Session, actor: Actor, public_id: str, number: int, on: bool) -> Entry | None:
    """Pin a message for everybody in the conversation, or unpin it. None when it is so already.

    Raises NotFound, NoSuchMessage, TooManyPins.
    """
    mine, message = _message(session, actor, public_id, number)
    pins = mine.conversation.pins
    if on == any(pin["sequence"] == number for pin in pins):
        return None
    if not on:
        unpin(mine.conversation, number)
    elif len(pins) >= MOST_PINS:
        raise TooManyPins()
    else:
        ends = message.expires_at.isoformat() if message.expires_at else None
        pin = {"sequence": number, "by": actor.id, "at": clock.now().isoformat(), "expires_at": ends}
        mine.conversation.pins = [*pins, pin]
    return append(session, mine, Kind.PINNED, data={"sequence": number, "on": on})


def empty(session: Session, message: Entry) -> None:
    """Nothing of what was said stays: words, quotes, mentions, files, signs."""
    if message.data.get("files"):
        drop_files(session, message.conversation_id, [message.sequence])
    message.body = message.body_html = ""
    message.words = ""
    message.quote = None
    message.data = {}
    session.execute(
        delete(Reaction).where(
            Reaction.conversation_id == message.conversation_id, Reaction.sequence == message.sequence
        )
    )


def unpin(conversation: Conversation, number: int) -> None:
    """Nothing happens when it is not pinned."""
    pins = conversation.pins
    if any(pin["sequence"] == number for pin in pins):
        conversation.pins = [pin for pin in pins if pin["sequence"] != number]


def _message(session: Session, actor: Actor, public_id: str, number: int) -> tuple[Participant, Entry]:
    mine = taking_part(session, actor, public_id)
    return mine, queries.message(session, mine, number)
