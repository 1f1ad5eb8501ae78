"""Reads of a log by somebody who takes part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from community.core import clock
from community.messaging.errors import NoSuchMessage
from community.messaging.models import LINES, Entry, Kind, Participant, Preferences, Reaction, Standing
from community.relations.queries import is_block_between

PAGE = 50
CATCH_UP_PAGE = 200
REMEMBERED = 5
"""Lines that were read already, shown above what is new."""


class Reading(Protocol):
    """Whose sight it is: a participant, or what sending knows of one."""

    @property
    def conversation_id(self) -> int: ...
    @property
    def member_id(self) -> int: ...
    @property
    def first_sequence(self) -> int: ...


def seen_by(mine: Reading) -> ColumnElement[bool]:
    """As a condition over Entry: this participant may read it."""
    return and_(Entry.conversation_id == mine.conversation_id, is_seen(mine.member_id, mine.first_sequence))


def is_seen(member_id: int, first_sequence: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The same, of any conversation, by a member whose sight of it begins there; `policies.may_see` is the same for
    one entry."""
    return and_(
        Entry.sequence >= first_sequence,
        Entry.kind != Kind.BLANK,
        or_(Entry.expires_at.is_(None), Entry.expires_at > clock.now()),
        or_(~Entry.is_unheard, Entry.author_id == member_id),
    )


@dataclass(frozen=True, slots=True)
class Window:
    """Some lines of a log, oldest first, and whether there are others on either side."""

    entries: list[Entry]
    older: bool
    newer: bool = False


def window(session: Session, mine: Participant, *, before: int | None = None) -> Window:
    """The last page of lines, or of those below the number `before`."""
    wanted = _lines(mine)
    if before is not None:
        wanted = wanted.where(Entry.sequence < before)
    found = session.scalars(wanted.order_by(Entry.sequence.desc()).limit(PAGE + 1)).all()
    newer = before is not None and session.scalar(_lines(mine).where(Entry.sequence >= before).limit(1))
    return Window(list(found[:PAGE])[::-1], len(found) > PAGE, bool(newer))


def window_after(session: Session, mine: Participant, number: int) -> Window:
    """A page of the lines above a number, with a few before them to remember by."""
    until = _lines(mine).where(Entry.sequence <= number).order_by(Entry.sequence.desc())
    before = session.scalars(until.limit(REMEMBERED + 1)).all()
    since = _lines(mine).where(Entry.sequence > number).order_by(Entry.sequence)
    after = session.scalars(since.limit(PAGE + 1)).all()
    return Window(
        [*before[:REMEMBERED][::-1], *after[:PAGE]], len(before) > REMEMBERED, newer=len(after) > PAGE
    )


def window_to_read(session: Session, mine: Participant) -> Window:
    """Where reading goes on: the last page, or the first one with something new when more than a page waits."""
    last = window(session, mine)
    if last.older and last.entries[0].sequence > mine.last_read_sequence + 1:
        return window_after(session, mine, mine.last_read_sequence)
    return last


def _lines(mine: Participant) -> Select[Entry]:
    return select(Entry).where(seen_by(mine), Entry.kind.in_(LINES))


def after(session: Session, mine: Participant, number: int, *, limit: int = CATCH_UP_PAGE) -> list[Entry]:
    """Every entry above a number, in order, at most `limit` of them; what is not theirs to see, too: its number is."""
    return list(
        session.scalars(
            select(Entry)
            .where(
                Entry.conversation_id == mine.conversation_id,
                Entry.sequence > max(number, mine.first_sequence - 1),
            )
            .order_by(Entry.sequence)
            .limit(limit)
        )
    )


def message(session: Session, mine: Reading, number: int) -> Entry:
    """A message that the participant may see and that was not deleted. Raises NoSuchMessage."""
    found = messages_at(session, mine, [number]).get(number)
    if found is None or found.deleted_at is not None:
        raise NoSuchMessage()
    return found


def messages_at(session: Session, mine: Reading, numbers: Collection[int]) -> dict[int, Entry]:
    """Messages by number, those that the participant may see."""
    if not numbers:
        return {}
    wanted = select(Entry).where(seen_by(mine), Entry.kind == Kind.MESSAGE, Entry.sequence.in_(numbers))
    return {one.sequence: one for one in session.scalars(wanted)}


def count_by(session: Session, mine: Reading) -> int:
    """How many messages the participant has written in this conversation."""
    wanted = select(func.count()).where(
        Entry.conversation_id == mine.conversation_id,
        Entry.author_id == mine.member_id,
        Entry.kind.in_((Kind.MESSAGE, Kind.BLANK)),
        Entry.client_id.is_not(None),
    )
    return session.scalar(wanted) or 0


def reactions_to(session: Session, conversation_id: int, numbers: Collection[int]) -> Sequence[Reaction]:
    """Reactions to these messages, oldest first."""
    if not numbers:
        return ()
    wanted = select(Reaction).where(
        Reaction.conversation_id == conversation_id, Reaction.sequence.in_(numbers)
    )
    return session.scalars(wanted.order_by(Reaction.created_at, Reaction.member_id)).all()


def read_marks(session: Session, mine: Participant) -> dict[int, int]:
    """Up to where each other participant has read, by member: of those who show it, to who shows it only, and not
    through a block."""
    shows = func.coalesce(Preferences.shows_read, true())
    rows = session.execute(
        select(Participant.member_id, Participant.last_read_sequence, shows)
        .outerjoin(Preferences, Preferences.member_id == Participant.member_id)
        .where(
            Participant.conversation_id == mine.conversation_id,
            Participant.left_at.is_(None),
            Participant.standing == Standing.IN,
            ~is_block_between(mine.member_id, Participant.member_id),
        )
    )
    marks = {member_id: number for member_id, number, is_shown in rows if is_shown}
    return (
        {id: number for id, number in marks.items() if id != mine.member_id}
        if mine.member_id in marks
        else {}
    )
