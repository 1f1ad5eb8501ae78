"""Reads of files of people: previews are their editor's, what came in is the desk's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer

from community.core.actor import Actor
from community.core.errors import NotFound
from community.profiles.bringing.models import Batch, Scope


def preview_of(session: Session, actor: Actor, batch_id: int) -> Batch:
    """Raises NotFound for another editor's, and for one that was forgotten or is brought in."""
    found = session.scalar(
        select(Batch).where(
            Batch.id == batch_id,
            Batch.scope == Scope.PEOPLE,
            Batch.member_id == actor.id,
            Batch.applied_at.is_(None),
        )
    )
    if found is None:
        raise NotFound()
    return found


def files(session: Session, actor: Actor) -> Sequence[Batch]:
    """What any editor brought in, and the actor's own previews; the newest first, without what is in them."""
    return session.scalars(
        select(Batch)
        .options(defer(Batch.preview))
        .where(Batch.scope == Scope.PEOPLE, or_(Batch.applied_at.is_not(None), Batch.member_id == actor.id))
        .order_by(Batch.began_at.desc(), Batch.id.desc())
        .limit(200)
    ).all()
