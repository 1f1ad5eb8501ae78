"""Reads of relations: always one member's own, for decisions about that member."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from community.accounts.models import Member
from community.core.actor import Actor
from community.core.errors import NotFound
from community.relations.models import Block, Follow


def somebody(session: Session, actor: Actor, handle: str) -> Member:
    """Another member. Raises NotFound for a closed account and for the actor."""
    found = session.scalar(
        select(Member).where(
            Member.handle == handle, Member.id != actor.id, Member.active | Member.claimed_at.is_(None)
        )
    )
    if found is None:
        raise NotFound()
    return found


def follows(session: Session, member_id: int, other_id: int) -> bool:
    return session.get(Follow, (member_id, other_id)) is not None


def blocks(session: Session, member_id: int, other_id: int) -> bool:
    return session.get(Block, (member_id, other_id)) is not None


def is_block_between(member_id: int, other_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """As a condition: one of the two has blocked the other, whichever."""
    return exists().where(
        or_(
            and_(Block.member_id == member_id, Block.blocked_id == other_id),
            and_(Block.member_id == other_id, Block.blocked_id == member_id),
        )
    )


def who_follow(session: Session, member_ids: Collection[int], other_id: int) -> set[int]:
    """Those among `member_ids` who follow the other one."""
    rows = select(Follow.member_id).where(Follow.member_id.in_(member_ids), Follow.followed_id == other_id)
    return set(session.scalars(rows))


def who_block(session: Session, member_ids: Collection[int], other_id: int) -> set[int]:
    """Those among `member_ids` who have blocked the other one."""
    rows = select(Block.member_id).where(Block.member_id.in_(member_ids), Block.blocked_id == other_id)
    return set(session.scalars(rows))


def followed_by(session: Session, actor: Actor) -> list[Member]:
    """Whom the actor follows, by name."""
    return list(
        session.scalars(
            select(Member)
            .join(Follow, Follow.followed_id == Member.id)
            .where(Follow.member_id == actor.id)
            .order_by(Member.display_name, Member.id)
        )
    )


def blocked_by(session: Session, actor: Actor) -> list[Member]:
    """Whom the actor has blocked, by name."""
    return list(
        session.scalars(
            select(Member)
            .join(Block, Block.blocked_id == Member.id)
            .where(Block.member_id == actor.id)
            .order_by(Member.display_name, Member.id)
        )
    )
