"""A member, their staff roles, and their sign-ins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, String, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from community.core import clock
from community.core.db import BigId, Model
from community.search.analysis import compared

staff = Table(
    "staff",
    Model.metadata,
    Column("member_id", BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", BigId, ForeignKey("staff_role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Model, RoleMixin):
    """A staff role; its name is one of `core.actor.StaffRole`."""

    __tablename__ = "staff_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


def _key_of_new(context: Any) -> str:
    """Of a row that is inserted with many others."""
    return compared(context.get_current_parameters()["display_name"])


class Member(Model, UserMixin):
    """A person with an account. One that came from an import is *unclaimed*: no email, cannot sign in."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(80), unique=True)
    """The last part of the address of the member's profile."""
    display_name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str | None] = mapped_column(Text, index=True, deferred=True, default=_key_of_new)
    """The display name as names are compared, so that all of one name are found in one look-up."""
    native_name: Mapped[str | None] = mapped_column(String(120))
    """The name in the script of its language: 张伟, عمر السيد."""
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # type: ignore[assignment]
    """Private: never shown, never indexed, never logged."""
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    locale: Mapped[str | None] = mapped_column(String(35))
    """BCP-47; None follows the browser."""
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    import_source: Mapped[str | None] = mapped_column(String(200), index=True)
    import_id: Mapped[str | None] = mapped_column(String(200))

    # What Flask-Security's second factor needs; its pages come with a later issue.
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON))
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))

    roles: Mapped[list[Role]] = relationship(secondary=staff, lazy="selectin")  # type: ignore[assignment]

    @validates("display_name")
    def _keep_key(self, _: str, name: str) -> str:
        self.name_key = compared(name)
        return name

    @property
    def is_claimed(self) -> bool:
        return self.claimed_at is not None


is_entry = Member.claimed_at.is_(None) & Member.email.is_(None) & ~Member.active
"""A condition: it came with an import, and is nobody's."""


class FormerEntry(Model):
    """An entry of an import that became part of somebody's account: its address leads to them, and a later import of
    the same source knows them again."""

    __tablename__ = "former_entry"

    handle: Mapped[str] = mapped_column(String(80), primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    import_source: Mapped[str | None] = mapped_column(String(200), index=True)
    import_id: Mapped[str | None] = mapped_column(String(200))


class SignIn(Model):
    """One browser in which a member is signed in. The browser holds the secret; here is only its hash.

    Ended here means ended: a replayed cookie finds nothing.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    started_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(Text, default="")
    """What the browser said of itself, shortened; for the member's own list of sessions."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
