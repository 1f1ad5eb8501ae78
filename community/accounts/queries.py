"""Reads of accounts: from a browser's secret to an actor."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.accounts.secrets import hash_secret
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound


def live_sign_in(session: Session, secret: str, *, days: int) -> SignIn | None:
    """The sign-in that this secret opens, while it is not ended, not older than `days` since its last use, and
    its member is active."""
    if not secret:
        return None
    found = session.scalar(
        select(SignIn)
        .join(SignIn.member)
        .where(
            SignIn.secret_hash == hash_secret(secret),
            SignIn.ended_at.is_(None),
            SignIn.last_used_at > clock.now() - timedelta(days=days),
            Member.active,
        )
    )
    return found


def actor_of(member: Member) -> Actor:
    """The facts that decisions need."""
    return Actor(
        member_id=member.id,
        name=member.display_name,
        handle=member.handle,
        roles=frozenset(role.name for role in member.roles),
        locale=member.locale,
        time_zone=member.time_zone,
    )


def another_member(session: Session, actor: Actor, handle: str) -> Member:
    """Somebody else who can sign in. Raises NotFound for the actor, and for an unclaimed or a closed account."""
    found = session.scalar(
        select(Member).where(
            Member.handle == handle, Member.id != actor.id, Member.active, Member.claimed_at.is_not(None)
        )
    )
    if found is None:
        raise NotFound()
    return found


def open_sign_ins(session: Session, actor: Actor, *, days: int) -> list[SignIn]:
    """Where the actor is signed in, last used first; not what is unused for so many `days` that it has ended."""
    return list(
        session.scalars(
            select(SignIn)
            .where(
                SignIn.member_id == actor.id,
                SignIn.ended_at.is_(None),
                SignIn.last_used_at > clock.now() - timedelta(days=days),
            )
            .order_by(SignIn.last_used_at.desc())
        )
    )
