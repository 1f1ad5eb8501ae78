"""Verbs of shortlists. Those who stand on one hear nothing of it, so no fact is recorded."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.accounts.queries import another_member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.text import tidy, tidy_line
from community.directory.shortlists import queries
from community.directory.shortlists.errors import (
    ListFull,
    NameNeeded,
    NoSuchColleague,
    NoteChangedMeanwhile,
    NoteTooLong,
    SharedWithMany,
    TooManyLists,
)
from community.directory.shortlists.models import Shortlist, ShortlistEntry, ShortlistShare

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
MOST_LISTS = 100
MOST_PEOPLE = 200
MOST_COLLEAGUES = 20


def create_shortlist(session: Session, actor: Actor, name: str) -> Shortlist:
    """Raises NameNeeded and TooManyLists."""
    session.execute(select(Member.id).where(Member.id == actor.id).with_for_update())  # one counts at a time
    held = session.scalar(select(func.count()).where(Shortlist.owner_id == actor.id)) or 0
    if held >= MOST_LISTS:
        raise TooManyLists()
    shortlist = Shortlist(
        public_id=secrets.token_urlsafe(16),
        owner_id=actor.id,
        name=_checked_name(name),
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(shortlist)
    session.flush()
    return shortlist


def rename_shortlist(session: Session, actor: Actor, public_id: str, name: str) -> Shortlist:
    """Raises NotFound and NameNeeded."""
    shortlist = queries.own(session, actor, public_id, lock=True)
    shortlist.name = _checked_name(name)
    return _changed(shortlist)


def delete_shortlist(session: Session, actor: Actor, public_id: str) -> None:
    """With all notes, for its colleagues too. Raises NotFound."""
    session.delete(queries.own(session, actor, public_id, lock=True))


def add_person(session: Session, actor: Actor, public_id: str, handle: str, note: str = "") -> ShortlistEntry:
    """At the end; whoever stands on it already stays where they are, with the note that they have.

    Raises NotFound, NotInDirectory, ListFull and NoteTooLong.
    """
    shortlist = queries.own(session, actor, public_id, lock=True)
    member_id = queries.listed_member(session, actor, handle)
    for entry in shortlist.entries:
        if entry.member_id == member_id:
            return entry
    if len(shortlist.entries) >= MOST_PEOPLE:
        raise ListFull()
    entry = ShortlistEntry(
        member_id=member_id,
        position=len(shortlist.entries) + 1,
        note="",
        note_version=0,
        added_at=clock.now(),
    )
    if note:
        _write(entry, actor, note)
    shortlist.entries.append(entry)
    _changed(shortlist)
    session.flush()
    return entry


def write_note(
    session: Session, actor: Actor, public_id: str, entry_id: int, note: str, version: int
) -> ShortlistEntry:
    """The owner or a colleague notes something, from the version of the note that they have read.

    Raises NotFound, NoteTooLong and NoteChangedMeanwhile.
    """
    shortlist = queries.readable(session, actor, public_id, lock=True)
    entry = _entry(shortlist, entry_id)
    if tidy(note) == entry.note:
        return entry
    if version != entry.note_version:
        raise NoteChangedMeanwhile()
    _write(entry, actor, note)
    _changed(shortlist)
    return entry


def move_person(session: Session, actor: Actor, public_id: str, entry_id: int, place: int) -> Shortlist:
    """Put somebody at a place, counted from 1; beyond the last is the last. Raises NotFound."""
    shortlist = queries.own(session, actor, public_id, lock=True)
    entry = _entry(shortlist, entry_id)
    others = [one for one in shortlist.entries if one is not entry]
    others.insert(max(place, 1) - 1, entry)
    _number(others)
    session.flush()
    session.expire(shortlist, ["entries"])  # they are in another order now
    return _changed(shortlist)


def remove_person(session: Session, actor: Actor, public_id: str, entry_id: int) -> Shortlist:
    """With the note. Raises NotFound."""
    shortlist = queries.own(session, actor, public_id, lock=True)
    shortlist.entries.remove(_entry(shortlist, entry_id))
    _number(shortlist.entries)
    return _changed(shortlist)


def share_shortlist(session: Session, actor: Actor, public_id: str, handle: str) -> Member:
    """Let a colleague read the list and write notes. Raises NotFound, NoSuchColleague and SharedWithMany."""
    shortlist = queries.own(session, actor, public_id, lock=True)
    try:
        member = another_member(session, actor, handle)
    except NotFound:
        raise NoSuchColleague() from None
    if all(share.member_id != member.id for share in shortlist.shares):
        if len(shortlist.shares) >= MOST_COLLEAGUES:
            raise SharedWithMany()
        shortlist.shares.append(ShortlistShare(member_id=member.id, member=member, shared_at=clock.now()))
    return member


def end_share(session: Session, actor: Actor, public_id: str, handle: str) -> None:
    """The owner ends a colleague's reading, or a colleague their own. Raises NotFound."""
    shortlist = queries.readable(session, actor, public_id, lock=True)
    if actor.id != shortlist.owner_id and handle != actor.handle:
        raise NotFound()
    member_id = select(Member.id).where(Member.handle == handle).scalar_subquery()
    session.execute(
        delete(ShortlistShare).where(
            ShortlistShare.shortlist_id == shortlist.id, ShortlistShare.member_id == member_id
        )
    )


def _entry(shortlist: Shortlist, entry_id: int) -> ShortlistEntry:
    for entry in shortlist.entries:
        if entry.id == entry_id:
            return entry
    raise NotFound()


def _write(entry: ShortlistEntry, actor: Actor, note: str) -> None:
    text = tidy(note)
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong()
    entry.note = text
    entry.note_version += 1
    entry.noted_by_id = actor.id
    entry.noted_at = clock.now()


def _number(entries: list[ShortlistEntry]) -> None:
    for place, entry in enumerate(entries, 1):
        entry.position = place


def _changed(shortlist: Shortlist) -> Shortlist:
    shortlist.changed_at = clock.now()
    return shortlist


def _checked_name(name: str) -> str:
    text = tidy_line(name)
    if not text or len(text) > LONGEST_NAME:
        raise NameNeeded()
    return text
