"""A claim that was wrong is undone: the entry is again what it was, and the member keeps what they wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from community.accounts.actions import add_member
from community.accounts.events import MemberRenamed
from community.accounts.models import FormerEntry, Member
from community.claiming import giving_back
from community.claiming.trace import Values, read_row, table_of
from community.claiming.whose import PLACE, WHOSE
from community.core.events import record
from community.discussions.models import Reply
from community.stories.models import Byline, Story

AT_ONCE = 500
"""Names in one statement; databases bound them."""


def undo_merge(session: Session, member: Member, handle: str, trace: Values) -> Member:
    """The entry again, at its old address, nobody's; `member` is locked. Returns the entry.

    What was moved goes back as far as it still stands; an editor's change and a reader's wish since then hold.
    """
    session.execute(delete(FormerEntry).where(FormerEntry.handle == handle))
    session.flush()
    kept = read_row(table_of(Member), trace["member"])
    entry = add_member(
        session, display_name=kept["display_name"], native_name=kept["native_name"], handle=handle
    )
    for name in ("created_at", "import_source", "import_id"):
        setattr(entry, name, kept[name])
    session.flush()
    replies = [*trace["places"]["reply.author_id"], *_came_since(session, member, entry, trace)]
    for name in WHOSE:
        places = replies if name == "reply.author_id" else trace["places"][name]
        _move_back(session, name, places, member.id, entry.id)
        _stand_again(session, name, trace["stayed"].get(name, ()), entry.id)
    giving_back.give_back(session, entry, member, trace, set(replies))
    session.expire_all()
    for member_id in (entry.id, member.id):
        record(session, MemberRenamed(member_id=member_id))
    return entry


def _move_back(session: Session, name: str, places: Sequence[Any], member_id: int, entry_id: int) -> None:
    whose = WHOSE[name]
    for some in _some(places):
        session.execute(
            update(whose.class_)
            .where(whose == member_id, PLACE[name].in_(some))
            .values({whose.key: entry_id})
            .execution_options(synchronize_session=False)
        )


def _stand_again(session: Session, name: str, rows: Sequence[Values], entry_id: int) -> None:
    """Where both stood. What has gone since, a list or whoever followed, stays gone."""
    whose, place = WHOSE[name], PLACE[name]
    if name == "shortlist_entry.member_id":
        for some in _some([row["id"] for row in rows]):
            session.execute(
                update(whose.class_).where(whose.is_(None), place.in_(some)).values({whose.key: entry_id})
            )
        return
    table = table_of(whose.class_)
    [key] = table.c[place.key].foreign_keys or [None]
    for row in rows:
        if key is None or session.scalar(select(key.column).where(key.column == row[place.key])) is not None:
            session.execute(insert(table).values(read_row(table, {**row, whose.key: entry_id})))


def _came_since(session: Session, member: Member, entry: Member, trace: Values) -> list[int]:
    """A later import of the old site signed with the member what the entry wrote: those bylines are moved, and the
    numbers of those replies returned. Not where another login of that site is the member's as well: whose it was
    cannot be told then."""
    others = select(FormerEntry.handle).where(
        FormerEntry.member_id == member.id, FormerEntry.import_source == entry.import_source
    )
    if not entry.import_id or member.import_source == entry.import_source or session.scalar(others):
        return []
    theirs = select(Story.id).where(Story.import_source == entry.import_source)
    signed = select(Byline.story_id).where(Byline.member_id == member.id, Byline.story_id.in_(theirs))
    known = set(trace["here"])
    _move_back(
        session,
        "byline.member_id",
        [one for one in session.scalars(signed) if one not in known],
        member.id,
        entry.id,
    )
    wrote = select(Reply.id).where(
        Reply.author_id == member.id, Reply.import_id.is_not(None), Reply.story_id.in_(theirs)
    )
    before = set(trace["places"]["reply.author_id"])
    return [one for one in session.scalars(wrote) if one not in before]


def _some(places: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(places), AT_ONCE):
        yield places[start : start + AT_ONCE]
