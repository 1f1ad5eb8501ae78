"""Dated statements that something on a profile is true."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, ForeignKey, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.db import BigId, Model
from community.profiles.models.items import Audience, owner
from community.profiles.models.rows import Affiliation

VERIFICATION_LASTS = timedelta(days=366)
"""What was true has to be confirmed each year."""


class VerifiedBy(StrEnum):
    ORCID = "orcid"
    INSTITUTION = "institution"
    """A link sent to an address in the institution's domain was opened."""
    EDITOR = "editor"


class Subject(StrEnum):
    """What exactly was verified."""

    NAME = "name"
    AFFILIATION = "affiliation"
    KIND = "kind"
    """That they are what `about` says: a journalist sees more, so this is stated for itself. An institution's
    address proves it only where the institution is a newsroom."""
    OTHER = "other"


class Verification(Model):
    """By ORCID, an institution's address or an editor. It is valid until its last day, that day included."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    by: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(20), default=Subject.NAME)
    about: Mapped[str] = mapped_column(String(200), default="")
    """What of the subject: the kind; the name or the institution as it was written then; the ORCID iD."""
    statement: Mapped[str] = mapped_column(String(300), default="")
    """In the words of whoever stated it; empty where subject and `about` say all."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    """An editor's, shown with the statement."""
    domain: Mapped[str | None] = mapped_column(String(253))
    """Of the institution's address. The address itself is not kept."""
    affiliation_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("affiliation.id", ondelete="CASCADE"), index=True
    )
    """The statement goes with it, and who may not see it may not see the statement."""
    audience: Mapped[str] = mapped_column(String(12), default=Audience.PUBLIC)
    editor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    verified_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(
        Date, default=lambda context: context.get_current_parameters()["verified_on"] + VERIFICATION_LASTS
    )

    reminded_on: Mapped[date | None] = mapped_column(Date)
    """When its owner was told that it will end."""

    affiliation: Mapped[Affiliation | None] = relationship()

    def is_valid(self, day: date) -> bool:
        return self.verified_on <= day <= self.expires_on


class EndedBecause(StrEnum):
    EXPIRED = "expired"
    CHANGED = "changed"
    """What it was about reads differently now."""
    REVOKED = "revoked"
    UNLINKED = "unlinked"
    """Its owner took the ORCID iD away."""


class EndedVerification(Model):
    """What was verified once: for its owner and the desk, who shall see that it ended, and why."""

    __tablename__ = "ended_verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = owner()
    by: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(200), default="")
    statement: Mapped[str] = mapped_column(String(300), default="")
    domain: Mapped[str | None] = mapped_column(String(253))
    editor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    verified_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date] = mapped_column(Date)
    because: Mapped[str] = mapped_column(String(10))
    ended_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Of the editor who revoked it."""


def valid_on(day: date) -> ColumnElement[bool]:
    """`Verification.is_valid` as a condition."""
    return and_(Verification.verified_on <= day, Verification.expires_on >= day)


def proves_journalist(day: date) -> ColumnElement[bool]:
    """A condition on Verification: on that day it says that the member is a journalist."""
    return and_(
        Verification.subject == Subject.KIND,
        Verification.about == "journalist",
        Verification.by.in_((VerifiedBy.EDITOR, VerifiedBy.INSTITUTION)),
        valid_on(day),
    )
