"""Verbs of verifying by the desk: a member asks, an editor decides by name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotAllowed, NotFound
from community.core.events import record
from community.core.text import tidy, tidy_line
from community.profiles.actions import changed
from community.profiles.models import (
    Affiliation,
    EndedBecause,
    Profile,
    Subject,
    Verification,
    VerifiedBy,
)
from community.profiles.verifying import Statement, end, fits, state
from community.verification import queries
from community.verification.errors import AskedAlready, NothingToVerify, NotOneself, ReasonNeeded
from community.verification.events import VerificationDecided
from community.verification.models import InstitutionDomain, Outcome, VerificationRequest

SHORTEST_REASON = 10


def ask(session: Session, actor: Actor, subject: str, about: str, note: str) -> VerificationRequest:
    """Ask the desk to verify something that the actor's profile says. Raises NothingToVerify, AskedAlready."""
    profile = session.get(Profile, actor.id)
    wanted = Verification(subject=subject, about=about)
    if profile is None or subject == Subject.OTHER or not about or not fits(wanted, profile):
        raise NothingToVerify(field="what")
    open_one = select(VerificationRequest.id).where(
        VerificationRequest.member_id == actor.id,
        VerificationRequest.subject == subject,
        VerificationRequest.about == about,
        VerificationRequest.decided_at.is_(None),
    )
    if session.scalar(open_one) is not None:
        raise AskedAlready(field="what")
    request = VerificationRequest(
        member_id=actor.id, subject=subject, about=about, note=tidy(note)[:1000], asked_at=clock.now()
    )
    session.add(request)
    session.flush()
    return request


def decide(
    session: Session, actor: Actor, request_id: int, outcome: Outcome, answer: str
) -> VerificationRequest:
    """Verify what a member asked for, or decline; `answer` is the reason, which the member reads in both cases.

    Raises NotFound, ReasonNeeded, NotOneself, and NothingToVerify when the profile says something else by now.
    """
    request = queries.at_desk(session, actor, request_id)
    answer = tidy(answer)
    if outcome == Outcome.VERIFIED:
        verify(session, actor, request.member_id, request.subject, request.about, answer)
    elif len(answer) < SHORTEST_REASON:
        raise ReasonNeeded(field="answer")
    request.outcome, request.answer = outcome, answer
    request.decided_at, request.decided_by_id = clock.now(), actor.id
    record(session, VerificationDecided(request_id=request.id))
    return request


def verify(
    session: Session, actor: Actor, member_id: int, subject: str, about: str, reason: str, statement: str = ""
) -> Verification:
    """State by the editor's name that it is true. `statement` says what, where the subject is something else."""
    if not actor.is_editor:
        raise NotAllowed()
    if actor.id == member_id:
        raise NotOneself()
    reason, statement = tidy(reason), tidy_line(statement)
    if len(reason) < SHORTEST_REASON:
        raise ReasonNeeded(field="answer")
    profile = session.get(Profile, member_id, with_for_update=True)
    wanted = Verification(subject=subject, about=about)
    says_something = statement if subject == Subject.OTHER else about
    if profile is None or not says_something or not fits(wanted, profile):
        raise NothingToVerify(field="what")
    told = state(
        session,
        profile,
        Statement(VerifiedBy.EDITOR, subject, about, statement),
        reason=reason,
        affiliation=_affiliation(profile, about) if subject == Subject.AFFILIATION else None,
        editor_id=actor.id,
    )
    changed(session, profile)
    return told


def revoke(session: Session, actor: Actor, statement_id: int, reason: str) -> Member:
    """Take a statement back, whoever made it. Returns whom it was about."""
    if not actor.is_editor:
        raise NotAllowed()
    told = session.get(Verification, statement_id, with_for_update=True)
    if told is None:
        raise NotFound()
    reason = tidy(reason)
    if len(reason) < SHORTEST_REASON:
        raise ReasonNeeded(field="answer")
    profile = session.get_one(Profile, told.member_id)
    end(session, told, EndedBecause.REVOKED, ended_by_id=actor.id, reason=reason)
    changed(session, profile)
    return profile.member


def note_domain(
    session: Session, actor: Actor, domain: str, names: tuple[str, ...], *, is_newsroom: bool
) -> None:
    """Note whose a domain is; a second note takes the place of the first."""
    if not actor.is_editor:
        raise NotAllowed()
    noted = session.get(InstitutionDomain, domain)
    if noted is None:
        noted = InstitutionDomain(domain=domain)
        session.add(noted)
    noted.names, noted.is_newsroom = list(names), is_newsroom
    noted.noted_at, noted.noted_by_id = clock.now(), actor.id


def forget_domain(session: Session, actor: Actor, domain: str) -> None:
    """What was verified by it stands until it runs out or is revoked."""
    if not actor.is_editor:
        raise NotAllowed()
    noted = session.get(InstitutionDomain, domain)
    if noted is None:
        raise NotFound()
    session.delete(noted)


def _affiliation(profile: Profile, institution: str) -> Affiliation | None:
    return next((row for row in profile.affiliations if row.institution == institution), None)
