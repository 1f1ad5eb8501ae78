"""What a participant does for themselves: nothing of it is in the log, and, read marks apart, nobody else sees it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.events import record
from community.messaging import queries
from community.messaging.events import ConversationRead, InboxChanged
from community.messaging.models import Participant, Preferences, Standing, WhoMayWrite


def mark_read(session: Session, actor: Actor, public_id: str, number: int) -> None:
    """The actor has seen everything up to `number`; never goes back. A request may be read unseen. Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    if mine.is_marked_unread:
        mine.is_marked_unread = False
        note_own(session, mine)
    seen = min(number, mine.conversation.last_sequence)
    if seen > mine.last_read_sequence and mine.standing == Standing.IN:
        mine.last_read_sequence = seen
        record(
            session,
            ConversationRead(conversation_id=mine.conversation_id, member_id=actor.id, sequence=seen),
        )


def mark_unread(session: Session, actor: Actor, public_id: str) -> None:
    """A note to oneself: it counts as unread until it is opened. What others see of reading stays. Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    mine.is_marked_unread = True
    note_own(session, mine)


def mute(session: Session, actor: Actor, public_id: str, on: bool) -> None:
    """What comes in it is counted no more, but for mentions. Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    mine.is_muted = on
    note_own(session, mine)


def archive(session: Session, actor: Actor, public_id: str, on: bool) -> None:
    """Out of the list, until a new message brings it back (never when it is muted). Raises NotFound."""
    mine = queries.participation(session, actor, public_id, lock=True)
    mine.archived_through = mine.conversation.last_message_sequence if on else None
    note_own(session, mine)


def note_own(session: Session, mine: Participant) -> None:
    """Their other browsers list it anew."""
    record(session, InboxChanged(conversation_id=mine.conversation_id, member_id=mine.member_id))


def set_preferences(
    session: Session, actor: Actor, *, who_may_write: WhoMayWrite, shows_read: bool, shows_presence: bool
) -> None:
    """What the actor chooses for all of their conversations."""
    kept = session.get(Preferences, actor.id)
    if kept is None:
        kept = Preferences(member_id=actor.id)
        session.add(kept)
    kept.who_may_write = who_may_write
    kept.shows_read, kept.shows_presence = shows_read, shows_presence
