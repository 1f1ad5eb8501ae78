"""Who may see a profile and do what with it: facts in, decision out."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from community.accounts.models import Member
from community.core.actor import Actor
from community.profiles.models import Profile


def is_owner(actor: Actor, profile: Profile) -> bool:
    return actor.is_signed_in and actor.id == profile.member_id


def may_be_written_to(actor: Actor, profile: Profile) -> bool:
    """Somebody who can read it, and is not the actor: messages go to people, not to archive entries."""
    return profile.member.is_claimed and profile.member.active and not is_owner(actor, profile)


def is_open() -> ColumnElement[bool]:
    """As a condition over Profile joined with Member: everybody may open the page. A closed account's is gone;
    one that an import made was never opened and stays."""
    return Profile.is_published & or_(Member.active, Member.claimed_at.is_(None))


def is_in_directory() -> ColumnElement[bool]:
    """The same: the directory finds it."""
    return is_open() & Profile.is_listed
