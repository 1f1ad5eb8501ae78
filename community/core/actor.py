"""Who acts: the facts about a person that decisions need, frozen for one request or one socket event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class StaffRole(StrEnum):
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """`member_id` is None for somebody who has not signed in."""

    member_id: int | None = None
    name: str = ""
    handle: str = ""
    roles: frozenset[str] = frozenset()
    locale: str | None = None
    time_zone: str | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.member_id is not None

    @property
    def id(self) -> int:
        """The member's id. Raises TypeError for an anonymous actor: the door should have refused."""
        if self.member_id is None:
            raise TypeError("an anonymous actor has no id")
        return self.member_id

    @property
    def is_editor(self) -> bool:
        return bool(self.roles & {StaffRole.EDITOR, StaffRole.ADMINISTRATOR})

    @property
    def is_administrator(self) -> bool:
        return StaffRole.ADMINISTRATOR in self.roles


ANONYMOUS = Actor()

Audience = Callable[[Actor], bool]


def anyone(actor: Actor) -> bool:
    """Readers, signed in or not."""
    return True


def members(actor: Actor) -> bool:
    """Whoever is signed in."""
    return actor.is_signed_in


def editors(actor: Actor) -> bool:
    """The desk: editors and administrators."""
    return actor.is_editor


def administrators(actor: Actor) -> bool:
    return actor.is_administrator
