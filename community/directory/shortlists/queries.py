"""Reads of shortlists. Every one starts from the actor: what they neither own nor share is not found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import NotFound
from community.directory.shortlists.errors import NotInDirectory
from community.directory.shortlists.models import Shortlist, ShortlistEntry, ShortlistShare
from community.profiles.audiences import audience_of
from community.profiles.models import Profile
from community.profiles.policies import is_in_directory, is_open
from community.profiles.seen import Seen, seen
from community.relations.models import Block


@dataclass(frozen=True, slots=True)
class ListLine:
    """A shortlist among the others of the actor."""

    shortlist: Shortlist
    people: int


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry with what its reader may see of the person: nothing, once they are not in the directory for them."""

    entry: ShortlistEntry
    person: Seen | None


def own(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Shortlist:
    """A list of the actor's own. Raises NotFound. With `lock` its row is held until the end of the unit of work."""
    return _one(session, select(Shortlist).where(Shortlist.owner_id == actor.id), public_id, lock)


def readable(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Shortlist:
    """A list that the actor owns or that is shared with them, by nobody whom they have blocked. Raises NotFound."""
    return _one(session, select(Shortlist).where(_reads(actor)), public_id, lock)


def lists_of(session: Session, actor: Actor) -> list[ListLine]:
    """All that the actor owns or shares, last changed first."""
    people = (
        select(func.count())
        .where(ShortlistEntry.shortlist_id == Shortlist.id)
        .correlate(Shortlist)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Shortlist, people)
        .where(_reads(actor))
        .options(selectinload(Shortlist.shares))
        .order_by(Shortlist.changed_at.desc(), Shortlist.id.desc())
    )
    return [ListLine(shortlist, count) for shortlist, count in rows]


def own_lists(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """(public id, name) of those to which the actor may add, last changed first."""
    rows = session.execute(
        select(Shortlist.public_id, Shortlist.name)
        .where(Shortlist.owner_id == actor.id)
        .order_by(Shortlist.changed_at.desc(), Shortlist.id.desc())
    )
    return [(public_id, name) for public_id, name in rows]


def names_of_lists_with(session: Session, actor: Actor, handles: Collection[str]) -> dict[str, list[str]]:
    """For each of these members the actor's own lists on which they stand; nobody but the actor is told."""
    rows = session.execute(
        select(Member.handle, Shortlist.name)
        .join(ShortlistEntry, ShortlistEntry.member_id == Member.id)
        .join(Shortlist, Shortlist.id == ShortlistEntry.shortlist_id)
        .where(Shortlist.owner_id == actor.id, Member.handle.in_(handles))
        .order_by(Shortlist.name)
    )
    found: dict[str, list[str]] = {}
    for handle, name in rows:
        found.setdefault(handle, []).append(name)
    return found


def seen_entries(session: Session, actor: Actor, shortlist: Shortlist) -> list[SeenEntry]:
    """The list as the actor sees it, in its order. The caller has it from `own` or `readable`."""
    audience = audience_of(session, actor)
    ids = {entry.member_id for entry in shortlist.entries if entry.member_id is not None}
    listed = session.scalars(
        select(Profile)
        .join(Profile.member)
        .options(contains_eager(Profile.member))
        .where(is_in_directory(audience), Profile.member_id.in_(ids))
    )
    people = {profile.member_id: seen(profile, audience) for profile in listed}
    return [
        SeenEntry(entry, people.get(entry.member_id) if entry.member_id is not None else None)
        for entry in shortlist.entries
    ]


def listed_member(session: Session, actor: Actor, handle: str) -> int:
    """The id of somebody whom the directory shows to the actor. Raises NotFound, or NotInDirectory for one whose
    page they can open."""
    audience = audience_of(session, actor)
    found = session.execute(
        select(Profile.member_id, Profile.is_listed)
        .join(Profile.member)
        .where(Member.handle == handle, is_open(audience))
    ).one_or_none()
    if found is None:
        raise NotFound()
    if not found.is_listed:
        raise NotInDirectory()
    return int(found.member_id)


def _reads(actor: Actor) -> ColumnElement[bool]:
    shared = select(ShortlistShare.shortlist_id).where(ShortlistShare.member_id == actor.id)
    blocked = select(Block.blocked_id).where(Block.member_id == actor.id)
    return or_(
        Shortlist.owner_id == actor.id,
        Shortlist.id.in_(shared) & Shortlist.owner_id.not_in(blocked),
    )


def _one(session: Session, wanted: Select[Shortlist], public_id: str, lock: bool) -> Shortlist:
    wanted = wanted.where(Shortlist.public_id == public_id)
    if lock:
        wanted = wanted.with_for_update(of=Shortlist).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found
