"""What verifying needs beside the statements themselves, which belong to profiles."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.core import clock
from community.core.db import BigId, Model
from community.profiles.models import Affiliation


class Outcome(StrEnum):
    VERIFIED = "verified"
    DECLINED = "declined"


class VerificationRequest(Model):
    """A member asks the desk to verify something. Its decision is kept with it."""

    __tablename__ = "verification_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(200))
    """As it was written when the member asked."""
    note: Mapped[str] = mapped_column(String(1000), default="")
    """For the desk's eyes: where it can be checked."""
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(500), default="")
    told_at: Mapped[datetime | None]
    """The mail with the answer was written: it leaves once."""
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))

    member: Mapped[Member] = relationship(foreign_keys=[member_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[Member | None] = relationship(foreign_keys=[decided_by_id])


class InstitutionDomain(Model):
    """The desk's note that addresses in a domain, and below it, belong to an institution."""

    __tablename__ = "institution_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    names: Mapped[list[str]] = mapped_column(JSON)
    """Of the institution, as members may write it."""
    is_newsroom: Mapped[bool] = mapped_column(default=False)
    """Then an address there says of somebody who calls themselves a journalist that they are one."""
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    noted_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("member.id", ondelete="SET NULL"))

    noted_by: Mapped[Member | None] = relationship(lazy="joined")


class AddressCheck(Model):
    """A link is on its way to an address. The address itself stands in the mail only, which goes with this row."""

    __tablename__ = "address_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    affiliation_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("affiliation.id", ondelete="CASCADE"), index=True
    )
    domain: Mapped[str] = mapped_column(String(253))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    mail_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("mail.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    affiliation: Mapped[Affiliation] = relationship(lazy="joined", innerjoin=True)


class OrcidLink(Model):
    """Whose iD it is: proved by signing in there, never taken from a name or an address."""

    __tablename__ = "orcid_link"

    member_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    orcid: Mapped[str] = mapped_column(String(19), unique=True)
    """0000-0002-1825-0097"""
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
