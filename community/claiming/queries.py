"""Reads of claiming: which entries somebody may ask about, and what waits for the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, undefer

from community.accounts.models import Member, is_entry
from community.claiming.models import LINK_LASTS, Claim, ClaimLink, Outcome
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotAllowed, NotFound
from community.discussions.models import Reply, ReplyState
from community.profiles.audiences import audience_of
from community.profiles.bringing.people.models import PersonKey
from community.profiles.models import Profile
from community.profiles.policies import is_open
from community.search.analysis import compared
from community.stories.models import Byline, Status, Story

SHOWN = 100
NAMED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry holds that readers see."""

    id: int
    handle: str
    name: str
    has_page: bool
    stories: int
    replies: int


def entry_at(session: Session, actor: Actor, handle: str) -> Member:
    """An entry that the actor can see somewhere: its page, its name at a story or a reply; locked, so that
    it is not made somebody's meanwhile. Raises NotFound."""
    found = session.scalar(
        select(Member)
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.handle == handle, is_entry, _is_seen(session, actor))
        .with_for_update(of=Member)
    )
    if found is None:
        raise NotFound()
    return found


def entry_of_key(session: Session, key: str) -> Member | None:
    return session.scalar(
        select(Member)
        .join(PersonKey, PersonKey.member_id == Member.id)
        .where(PersonKey.key == key, is_entry)
        .with_for_update(of=Member)
    )


def entries_named(session: Session, actor: Actor, name: str) -> list[Entry]:
    """Those of this name, in whatever spelling, that the actor could find by reading: no entry is found here that is
    hidden elsewhere."""
    wanted = compared(name)
    named = (
        select(Member.id)
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.name_key == wanted, is_entry, _is_seen(session, actor))
        .order_by(Member.display_name, Member.id)
        .limit(NAMED)
    )
    ids = session.scalars(named).all() if wanted else []
    return entries(session, actor, ids)


def entries(session: Session, actor: Actor, ids: Collection[int]) -> list[Entry]:
    stories = _count(session, Byline.member_id, ids, Byline.story_id)
    replies = _count(session, Reply.author_id, ids, Reply.story_id, Reply.state == ReplyState.VISIBLE)
    rows = session.execute(
        select(Member.id, Member.handle, Member.display_name, is_open(audience_of(session, actor)))
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.id.in_(ids))
        .order_by(Member.display_name, Member.id)
    )
    return [
        Entry(id_, handle, name, bool(has_page), stories.get(id_, 0), replies.get(id_, 0))
        for id_, handle, name, has_page in rows
    ]


def link_of(session: Session, actor: Actor, link_id: int, secret_hash: bytes) -> ClaimLink | None:
    """The actor's own only, for a day."""
    return session.scalar(
        select(ClaimLink).where(
            ClaimLink.id == link_id,
            ClaimLink.member_id == actor.id,
            ClaimLink.secret_hash == secret_hash,
            ClaimLink.asked_at > clock.now() - LINK_LASTS,
        )
    )


def claims_of(session: Session, actor: Actor) -> Sequence[Claim]:
    """Last asked first."""
    mine = select(Claim).where(Claim.member_id == actor.id)
    return session.scalars(mine.order_by(Claim.asked_at.desc(), Claim.id.desc()).limit(SHOWN)).all()


def waiting(session: Session, actor: Actor) -> Sequence[Claim]:
    """What waits for the desk, oldest first."""
    _expect_editor(actor)
    found = select(Claim).where(Claim.decided_at.is_(None))
    return session.scalars(found.order_by(Claim.asked_at, Claim.id).limit(SHOWN)).all()


def decided(session: Session, actor: Actor) -> Sequence[Claim]:
    """Whatever the way, last decided first."""
    _expect_editor(actor)
    found = select(Claim).where(Claim.decided_at.is_not(None))
    return session.scalars(found.order_by(Claim.decided_at.desc(), Claim.id.desc()).limit(SHOWN)).all()


def at_desk(session: Session, actor: Actor, claim_id: int, *, lock: bool = False) -> Claim:
    """Raises NotFound for one that is decided already."""
    _expect_editor(actor)
    wanted = select(Claim).where(Claim.id == claim_id, Claim.decided_at.is_(None))
    if lock:
        wanted = wanted.with_for_update(of=Claim).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def granted(session: Session, actor: Actor, claim_id: int, *, lock: bool = False) -> Claim:
    """With by what it can be undone. Raises NotFound for one that waits, was declined or was undone."""
    _expect_editor(actor)
    wanted = select(Claim).where(
        Claim.id == claim_id, Claim.outcome == Outcome.GRANTED, Claim.undone_at.is_(None)
    )
    if lock:
        wanted = wanted.with_for_update(of=Claim).execution_options(populate_existing=True)
    found = session.scalar(wanted.options(undefer(Claim.trace)))
    if found is None:
        raise NotFound()
    return found


def was_undone(session: Session, actor: Actor, handle: str) -> bool:
    """Whether the desk took this entry back from the actor."""
    found = select(Claim.id).where(
        Claim.member_id == actor.id, Claim.handle == handle, Claim.undone_at.is_not(None)
    )
    return session.scalar(found.limit(1)) is not None


def _is_seen(session: Session, actor: Actor) -> ColumnElement[bool]:
    signed = select(Byline.member_id).join(Story, Story.id == Byline.story_id)
    wrote = select(Reply.author_id).join(Story, Story.id == Reply.story_id)
    return or_(
        is_open(audience_of(session, actor)),
        Member.id.in_(signed.where(Story.status == Status.PUBLISHED)),
        Member.id.in_(
            wrote.where(
                Story.status == Status.PUBLISHED,
                Reply.state == ReplyState.VISIBLE,
                Reply.author_id.is_not(None),
            )
        ),
    )


def _count(session: Session, whose: Any, ids: Collection[int], story: Any, *also: Any) -> dict[int, int]:
    """How many rows below published stories each of them has."""
    found = (
        select(whose, func.count())
        .join(Story, Story.id == story)
        .where(whose.in_(ids), Story.status == Status.PUBLISHED, *also)
        .group_by(whose)
    )
    return {member_id: number for member_id, number in session.execute(found)}  # noqa: C416 - rows are no pairs to mypy


def _expect_editor(actor: Actor) -> None:
    if not actor.is_editor:
        raise NotAllowed()
