"""The actor's list of conversations, and what waits in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from community.core.actor import Actor
from community.messaging.models import Conversation, Entry, Kind, Participant, Standing
from community.messaging.queries.log import is_seen
from community.messaging.queries.mine import of_actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in the actor's list."""

    mine: Participant
    unread: int
    last: Entry | None
    """The newest message, if the actor may see it."""
    last_at: datetime

    @property
    def conversation(self) -> Conversation:
        return self.mine.conversation


class Box(StrEnum):
    """Where a conversation lies for the actor."""

    INBOX = "inbox"
    REQUESTS = "requests"
    DECLINED = "declined"
    """Requests that the actor does not want: nobody else can tell, and they can still be accepted."""
    ARCHIVE = "archive"
    """Put away, or with somebody whom the actor has blocked."""


_IS_AWAY = and_(
    Participant.archived_through.is_not(None),
    or_(Participant.is_muted, Conversation.last_message_sequence <= Participant.archived_through),
)
_IN_BOX = {
    Box.INBOX: and_(Participant.standing == Standing.IN, ~_IS_AWAY),
    Box.REQUESTS: Participant.standing == Standing.INVITED,
    Box.DECLINED: Participant.standing == Standing.DECLINED,
    Box.ARCHIVE: or_(
        and_(Participant.standing == Standing.IN, _IS_AWAY), Participant.standing == Standing.BLOCKED
    ),
}


def summaries(
    session: Session, actor: Actor, box: Box = Box.INBOX, *, page: int = 1, limit: int = PAGE
) -> list[Summary]:
    """A page of the actor's conversations in a box, last message first."""
    last_at = func.coalesce(Conversation.last_message_at, Conversation.created_at)
    found = session.scalars(
        of_actor(actor)
        .where(_IN_BOX[box])
        .options(contains_eager(Participant.conversation).selectinload(Conversation.participants))
        .order_by(last_at.desc(), Conversation.id.desc())
        .limit(limit)
        .offset((page - 1) * PAGE)
    ).all()
    ids = [one.conversation_id for one in found]
    unread = _unread_counts(session, actor, ids)
    last = _last_messages(session, actor, ids)
    return [
        Summary(
            one,
            unread.get(one.conversation_id, 0),
            last.get(one.conversation_id),
            one.conversation.last_message_at or one.conversation.created_at,
        )
        for one in found
    ]


def unread_conversations(session: Session, actor: Actor) -> int:
    """In how many conversations something waits for the actor: unread, marked so, or a request. In muted ones only
    a mention does."""
    is_unread = and_(
        or_(
            and_(Conversation.last_message_sequence > Participant.last_read_sequence, ~Participant.is_muted),
            Participant.last_mention_sequence > Participant.last_read_sequence,
        ),
        exists().where(_waits_for(actor)),
    )
    waiting = of_actor(actor).where(
        or_(_IN_BOX[Box.INBOX], _IN_BOX[Box.REQUESTS]), or_(is_unread, Participant.is_marked_unread)
    )
    return session.scalar(waiting.with_only_columns(func.count())) or 0


def count_in(session: Session, actor: Actor, box: Box) -> int:
    """How many conversations lie in a box."""
    return session.scalar(of_actor(actor).where(_IN_BOX[box]).with_only_columns(func.count())) or 0


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """As a condition over Entry beside Participant: a message of somebody else that the actor has not read, or the edit
    of one that names them."""
    is_message = Entry.kind == Kind.MESSAGE
    names_them = and_(Entry.kind == Kind.EDITED, Entry.sequence == Participant.last_mention_sequence)
    return and_(
        Entry.conversation_id == Participant.conversation_id,
        Entry.sequence > Participant.last_read_sequence,
        or_(is_message, names_them),
        or_(Entry.author_id.is_(None), Entry.author_id != actor.id),
        is_seen(actor.id, Participant.first_sequence),
    )


def _unread_counts(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, int]:
    """Counted one by one, each in the index of its log: as a join, PostgreSQL reads everybody's messages."""
    count = select(func.count(Entry.id)).where(_waits_for(actor)).correlate(Participant).scalar_subquery()
    rows = session.execute(
        select(Participant.conversation_id, count).where(
            Participant.member_id == actor.id, Participant.conversation_id.in_(ids)
        )
    )
    return {row[0]: row[1] for row in rows}


def _last_messages(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Entry]:
    rows = session.scalars(
        select(Entry)
        .select_from(Participant)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .join(
            Entry,
            and_(
                Entry.conversation_id == Conversation.id,
                Entry.sequence == Conversation.last_message_sequence,
            ),
        )
        .where(
            Participant.member_id == actor.id,
            Participant.conversation_id.in_(ids),
            Entry.kind == Kind.MESSAGE,
            is_seen(actor.id, Participant.first_sequence),
        )
    )
    return {one.conversation_id: one for one in rows}
