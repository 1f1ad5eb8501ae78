"""Reads of verifying: for the owner, and for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotAllowed, NotFound
from community.profiles.models import Affiliation, EndedVerification, Profile, Verification
from community.profiles.verifying import fits
from community.verification.models import AddressCheck, InstitutionDomain, OrcidLink, VerificationRequest

SHOWN = 100
LINK_LASTS = timedelta(days=1)


def my_affiliations(session: Session, actor: Actor) -> Sequence[Affiliation]:
    return session.scalars(
        select(Affiliation).where(Affiliation.member_id == actor.id).order_by(Affiliation.position)
    ).all()


def standing(profile: Profile) -> list[Verification]:
    """What is verified today, whoever may see it: for the owner and the desk."""
    today = clock.now().date()
    return [one for one in profile.verifications if one.is_valid(today) and fits(one, profile)]


def ended_of(session: Session, member_id: int) -> Sequence[EndedVerification]:
    """Last ended first."""
    return session.scalars(
        select(EndedVerification)
        .where(EndedVerification.member_id == member_id)
        .order_by(EndedVerification.ended_on.desc(), EndedVerification.id.desc())
        .limit(SHOWN)
    ).all()


def my_requests(session: Session, actor: Actor) -> Sequence[VerificationRequest]:
    """Last asked first."""
    return session.scalars(
        select(VerificationRequest)
        .where(VerificationRequest.member_id == actor.id)
        .order_by(VerificationRequest.asked_at.desc())
        .limit(SHOWN)
    ).all()


def my_orcid(session: Session, actor: Actor) -> str | None:
    return session.scalar(select(OrcidLink.orcid).where(OrcidLink.member_id == actor.id))


def waiting(session: Session, actor: Actor) -> Sequence[VerificationRequest]:
    """What waits for the desk, oldest first."""
    _expect_editor(actor)
    return session.scalars(
        select(VerificationRequest)
        .where(VerificationRequest.decided_at.is_(None))
        .order_by(VerificationRequest.asked_at)
        .limit(SHOWN)
    ).all()


def at_desk(session: Session, actor: Actor, request_id: int) -> VerificationRequest:
    """Raises NotFound for one that is decided already."""
    _expect_editor(actor)
    found = session.scalar(
        select(VerificationRequest)
        .where(VerificationRequest.id == request_id, VerificationRequest.decided_at.is_(None))
        .with_for_update(of=VerificationRequest)
    )
    if found is None:
        raise NotFound()
    return found


def domains(session: Session, actor: Actor) -> Sequence[InstitutionDomain]:
    """By domain."""
    _expect_editor(actor)
    return session.scalars(select(InstitutionDomain).order_by(InstitutionDomain.domain)).all()


def noted_for(session: Session, domain: str) -> InstitutionDomain | None:
    """What the desk noted of a domain, or else of the nearest one above it."""
    parts = domain.split(".")
    above = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    found = session.scalars(select(InstitutionDomain).where(InstitutionDomain.domain.in_(above)))
    return max(found, key=lambda one: len(one.domain), default=None)


def address_check(session: Session, actor: Actor, check_id: int, secret_hash: bytes) -> AddressCheck | None:
    """The actor's own only: a link that somebody else opens does nothing; nor does one of before yesterday."""
    return session.scalar(
        select(AddressCheck).where(
            AddressCheck.id == check_id,
            AddressCheck.member_id == actor.id,
            AddressCheck.secret_hash == secret_hash,
            AddressCheck.asked_at > clock.now() - LINK_LASTS,
        )
    )


def _expect_editor(actor: Actor) -> None:
    if not actor.is_editor:
        raise NotAllowed()
