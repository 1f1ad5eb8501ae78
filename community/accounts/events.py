"""What happened to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Event):
    """A member signed up (not yet confirmed)."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRenamed(Event):
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSuspended(Event):
    """The account was closed: the member is not there for others, and cannot sign in."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReadmitted(Event):
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInEnded(Event):
    """A browser was signed out, by its member or for another reason."""

    sign_in_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoved(Event):
    """A member lives by the clock of another time zone."""

    member_id: int
