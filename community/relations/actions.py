"""Verbs of relations. Each sets a value, so that twice is once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.relations import queries
from community.relations.models import Block, Follow


def follow(session: Session, actor: Actor, handle: str, on: bool = True) -> None:
    """The actor follows this member from now on, or no longer. Raises NotFound."""
    other = queries.somebody(session, actor, handle)
    found = session.get(Follow, (actor.id, other.id))
    if on and found is None:
        session.add(Follow(member_id=actor.id, followed_id=other.id, since=clock.now()))
    elif not on and found is not None:
        session.delete(found)


def block(session: Session, actor: Actor, other_id: int, on: bool = True) -> None:
    """The actor wants to hear nothing of this member, or hears of them again. Whom one blocks one does not follow."""
    found = session.get(Block, (actor.id, other_id))
    if not on:
        if found is not None:
            session.delete(found)
        return
    if found is None:
        session.add(Block(member_id=actor.id, blocked_id=other_id, since=clock.now()))
    followed = session.get(Follow, (actor.id, other_id))
    if followed is not None:
        session.delete(followed)
