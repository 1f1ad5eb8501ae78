"""Reads of accounts: from a browser's secret to an actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, Role, SignIn, staff
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


_member, _sign_in, _role = (one.__table__.c for one in (Member, SignIn, Role))
_BEHIND = (
    select(
        _sign_in.secret_hash,
        _sign_in.id,
        _member.id,
        _member.display_name,
        _member.handle,
        _member.locale,
        _member.time_zone,
        _role.name,
    )
    .join_from(SignIn.__table__, Member.__table__, _member.id == _sign_in.member_id)
    .outerjoin(staff, staff.c.member_id == _member.id)
    .outerjoin(Role.__table__, _role.id == staff.c.role_id)
    .where(
        _sign_in.secret_hash.in_(bindparam("hashes", expanding=True)),
        _sign_in.ended_at.is_(None),
        _sign_in.last_used_at > bindparam("used_since"),
        _member.active,
    )
)
"""`live_sign_in` and `actor_of` in one statement, made once: every event of every socket asks it."""


def actors_behind(session: Session, secrets: Sequence[str], *, days: int) -> list[tuple[Actor, int] | None]:
    """For each of the secrets the actor whom it lets in and the id of their sign-in; None where `live_sign_in` finds
    nothing."""
    hashes = [hash_secret(one) for one in secrets]
    asked = {"hashes": hashes, "used_since": clock.now() - timedelta(days=days)}
    found: dict[bytes, list[Any]] = {}
    for row in session.connection().execute(_BEHIND, asked):  # one for each role, or one
        found.setdefault(row[0], []).append(row)
    return [_behind(found[one]) if one in found else None for one in hashes]


def _behind(rows: Sequence[Any]) -> tuple[Actor, int]:
    _hash, sign_in_id, member_id, name, handle, locale, time_zone, _role_name = rows[0]
    roles = frozenset(row[-1] for row in rows if row[-1])
    return Actor(member_id, name, handle, roles, locale, time_zone), sign_in_id


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
