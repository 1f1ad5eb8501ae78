"""Who may see a profile and do what with it: facts in, decision out."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from community.accounts.models import Member
from community.core.actor import Actor
from community.profiles.audiences import within
from community.profiles.models import Audience, Profile
from community.profiles.seen import Glance


def is_owner(actor: Actor, profile: Glance) -> bool:
    return actor.is_signed_in and actor.id == profile.member_id


def may_be_written_to(actor: Actor, profile: Glance) -> bool:
    """Somebody who can read it, and is not the actor: messages go to people, not to archive entries."""
    return profile.is_claimed and profile.is_active and not is_owner(actor, profile)


def is_open(audience: Audience) -> ColumnElement[bool]:
    """As a condition over Profile joined with Member: this audience may open the page. A closed account's is gone;
    one that an import made was never opened and stays. `me` asks for what is its owner's alone, too: give it only
    together with a condition on the owner."""
    return Profile.audience.in_(within(audience)) & or_(Member.active, Member.claimed_at.is_(None))


def is_in_directory(audience: Audience = Audience.JOURNALISTS) -> ColumnElement[bool]:
    """The same: the directory finds it, for this audience; without one, for any reader at all."""
    return is_open(audience) & Profile.is_listed
