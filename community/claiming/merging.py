"""An entry becomes part of a member's account: all of it in the running unit of work, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from community.accounts.events import MemberRenamed
from community.accounts.models import FormerEntry, Member
from community.claiming.errors import GoneMeanwhile
from community.claiming.profile import take_profile
from community.claiming.trace import begin_trace, end_trace
from community.claiming.whose import ONCE, WHOSE, Whose
from community.core.events import record
from community.directory.shortlists.models import Shortlist
from community.profiles.events import ProfileSaved


@dataclass(frozen=True, slots=True)
class Merged:
    stories: int
    replies: int
    trace: dict[str, Any]
    """By which it can be undone."""


def held(session: Session, entry_id: int, member_id: int) -> tuple[Member, Member]:
    """Both, locked until the end of the unit of work: of two who come at once the second finds the entry gone.

    Raises GoneMeanwhile for an entry that is somebody's, or is gone.
    """
    people = select(Member).where(Member.id.in_((entry_id, member_id))).order_by(Member.id)
    found = {
        one.id: one
        for one in session.scalars(people.with_for_update().execution_options(populate_existing=True))
    }
    entry, member = found.get(entry_id), found.get(member_id)
    if entry is None or member is None or entry.is_claimed or entry.email or entry.active:
        raise GoneMeanwhile()
    return entry, member


def merge(session: Session, entry: Member, member: Member) -> Merged:
    """Let the entry's stories, replies and profile be the member's. Its address leads to them from now on.

    Both are `held`. What the session knows of them is read anew afterwards.
    """
    entry_id, member_id = entry.id, member.id
    trace = begin_trace(session, entry, member)
    stories, replies = (len(trace["places"][name]) for name in ("byline.member_id", "reply.author_id"))
    take_profile(session, entry, member)
    for name, whose in WHOSE.items():
        _move(session, name, whose, entry_id, member_id)
    end_trace(session, trace, entry_id)
    session.add(
        FormerEntry(
            handle=entry.handle,
            member_id=member_id,
            import_source=entry.import_source,
            import_id=entry.import_id,
        )
    )
    session.flush()
    session.execute(delete(Member).where(Member.id == entry_id))
    session.expire_all()
    record(session, ProfileSaved(member_id=entry_id))
    record(session, MemberRenamed(member_id=member_id))
    return Merged(stories, replies, trace)


def _move(session: Session, name: str, whose: Whose, entry_id: int, member_id: int) -> None:
    table = whose.class_
    moving = update(table).where(whose == entry_id).execution_options(synchronize_session=False)
    if name in ONCE:
        place = ONCE[name]
        other = aliased(table)
        mine = select(getattr(other, place.key)).where(getattr(other, whose.key) == member_id)
        moving = moving.where(place.not_in(mine))
        if name in ("follow.followed_id", "block.blocked_id"):
            moving = moving.where(place != member_id)  # nobody follows themselves
        if name == "shortlist_entry.member_id":
            own = select(Shortlist.id).where(Shortlist.owner_id == member_id)
            moving = moving.where(
                place.not_in(own)
            )  # nobody is on their own list; the note stays with its place
    session.execute(moving.values({whose.key: member_id}))
