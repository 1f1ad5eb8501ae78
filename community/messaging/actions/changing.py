"""Changing how a message reads. Each verb sets a value: what is so already takes no number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
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
    present = queries.present(session, mine.conversation_id)
    new = written(present, actor.id, text, [one["name"] for one in message.data.get("files", ())])
    if new.body == message.body:
        return None
    if not policies.may_edit(message, actor.id, now):
        raise TooLateToEdit()
    message.body, message.body_html, message.words = new.body, new.body_html, new.words
    message.edited_at = now
    edited = append(session, mine, Kind.EDITED, target=number, expires_at=message.expires_at)
    if not message.is_unheard:
        _mention(session, message, edited, new.mentions)
    return edited


def _mention(session: Session, message: Entry, edited: Entry, named: Sequence[int]) -> None:
    """Whom the new words name and no earlier ones did, something new waits for: the edit. Once for each message."""
    told = message.data.get("told", message.data.get("mentions", []))
    message.data = {**message.data, "mentions": list(named), "told": sorted({*told, *named})}
    session.execute(
        update(Participant)
        .where(
            Participant.conversation_id == message.conversation_id,
            Participant.member_id.in_(set(named) - set(told)),
        )
        .values(last_mention_sequence=edited.sequence)
    )
    _forget_mentions(session, message, but=named)


def _forget_mentions(session: Session, message: Entry, but: Sequence[int] = ()) -> None:
    """An edit by which somebody was named does not wait for them any more."""
    edits = select(Entry.sequence).where(
        Entry.conversation_id == message.conversation_id,
        Entry.sequence > message.sequence,
        Entry.target == message.sequence,
        Entry.kind == Kind.EDITED,
    )
    session.execute(
        update(Participant)
        .where(
            Participant.conversation_id == message.conversation_id,
            Participant.last_mention_sequence.in_(edits),
            Participant.member_id.not_in(but),
        )
        .values(last_mention_sequence=message.sequence)
    )


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
    if message.data.get("told"):
        _forget_mentions(session, message)
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
