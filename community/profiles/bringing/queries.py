"""Reads of what was brought, scoped to who brought it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.profiles.bringing.fields import orcid_of
from community.profiles.bringing.models import Batch, Scope
from community.profiles.bringing.offers import Owner
from community.profiles.models import Profile, VerifiedBy


def own_batch(session: Session, actor: Actor, batch_id: int, scope: Scope = Scope.PROFILE) -> Batch:
    """Raises NotFound for one that is somebody else's, and for a preview that was forgotten."""
    found = session.scalar(
        select(Batch).where(Batch.id == batch_id, Batch.member_id == actor.id, Batch.scope == scope)
    )
    if found is None:
        raise NotFound()
    return found


def own_batches(session: Session, actor: Actor, scope: Scope = Scope.PROFILE) -> Sequence[Batch]:
    """All of the actor's, the newest first; of previews not what is in them."""
    return session.scalars(
        select(Batch)
        .options(defer(Batch.preview))
        .where(Batch.member_id == actor.id, Batch.scope == scope)
        .order_by(Batch.began_at.desc(), Batch.id.desc())
    ).all()


def owner_of(profile: Profile | None, name: str) -> Owner:
    """By which names, and by which iD, a member's works are known; `name` is theirs, for one without a profile."""
    if profile is None:
        return Owner(names=(name,))
    member = profile.member
    names = (
        member.display_name,
        member.native_name,
        profile.latin_name,
        *(one.text for one in profile.variants),
    )
    today = clock.now().date()
    ids = (
        orcid_of(told.about)
        for told in profile.verifications
        if told.by == VerifiedBy.ORCID and told.is_valid(today)
    )
    return Owner(names=tuple(filter(None, names)), orcid=next(filter(None, ids), None))
