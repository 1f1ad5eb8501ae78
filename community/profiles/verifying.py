"""What was verified of a profile: stating it, and ending it when it is no longer so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.profiles.models import (
    VERIFICATION_LASTS,
    Affiliation,
    EndedBecause,
    EndedVerification,
    Profile,
    Subject,
    Verification,
)

_COPIED = ("member_id", "by", "subject", "about", "statement", "domain", "editor_id", "verified_on")


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what about what: the same said again is this statement begun anew. The names are those of
    `Verification`."""

    by: str
    subject: str
    about: str
    statement: str = ""
    domain: str | None = None


def state(
    session: Session,
    profile: Profile,
    said: Statement,
    *,
    reason: str = "",
    affiliation: Affiliation | None = None,
    editor_id: int | None = None,
) -> Verification:
    """Say that it is true from today on, for a year."""
    today, what = clock.now().date(), asdict(said)
    same = (getattr(Verification, name).is_not_distinct_from(value) for name, value in what.items())
    told = session.scalar(
        select(Verification).where(Verification.member_id == profile.member_id, *same)
    ) or Verification(member_id=profile.member_id, **what)
    told.reason, told.editor_id = reason, editor_id
    told.affiliation = affiliation
    told.verified_on, told.expires_on, told.reminded_on = today, today + VERIFICATION_LASTS, None
    session.add(told)
    session.flush()
    session.expire(profile, ["verifications"])
    return told


def end(
    session: Session,
    verification: Verification,
    because: EndedBecause,
    *,
    ended_by_id: int | None = None,
    reason: str = "",
) -> None:
    """It no longer counts from now on; its owner and the desk can read that it did, and why it ended."""
    session.add(
        EndedVerification(
            **{name: getattr(verification, name) for name in _COPIED},
            ended_on=clock.now().date(),
            because=because,
            ended_by_id=ended_by_id,
            reason=reason,
        )
    )
    session.delete(verification)


def end_what_changed(session: Session, profile: Profile) -> list[Verification]:
    """End what is said about something that reads differently now, and return it.

    An affiliation may have become another row while its institution is the same: then the statement moves along.
    """
    ended = []
    for one in list(profile.verifications):
        if one.subject == Subject.AFFILIATION and one.affiliation not in profile.affiliations:
            one.affiliation = next(
                (row for row in profile.affiliations if row.institution == one.about), None
            )
        if not fits(one, profile):
            end(session, one, EndedBecause.CHANGED)
            ended.append(one)
    return ended


def fits(verification: Verification, profile: Profile) -> bool:
    """Whether the profile still says what was verified."""
    if not verification.about:
        return True
    if verification.subject == Subject.NAME:
        return verification.about == profile.member.display_name
    if verification.subject == Subject.KIND:
        return verification.about in {one.kind for one in profile.kinds}
    if verification.subject == Subject.AFFILIATION:
        return any(
            row.institution == verification.about
            for row in profile.affiliations
            if verification.affiliation is None or row is verification.affiliation
        )
    return True


def due(session: Session, until: date, limit: int) -> list[Verification]:
    """Statements whose last day comes before `until`, oldest first."""
    return list(
        session.scalars(
            select(Verification)
            .where(Verification.expires_on < until)
            .order_by(Verification.expires_on, Verification.id)
            .limit(limit)
        )
    )
