"""Reads of profiles, scoped to who asks."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from community.accounts.models import FormerEntry, Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.profiles.audiences import audience_of
from community.profiles.drafts import ProfileDraft, blank_draft, draft_of
from community.profiles.models import Profile, Subject, Verification
from community.profiles.models.verification import valid_on
from community.profiles.policies import is_open


def visible_profile(session: Session, actor: Actor, handle: str) -> Profile:
    """The profile at this address, or at one that an entry of an import had before it became this profile's; for
    `seen`. Raises NotFound for one that is not open to the actor."""
    claimed = select(FormerEntry.member_id).where(FormerEntry.handle == handle)
    found = session.scalar(
        select(Profile)
        .join(Profile.member)
        .options(contains_eager(Profile.member))
        .where(
            or_(Member.handle == handle, Member.id.in_(claimed)),
            or_(is_open(audience_of(session, actor)), Profile.member_id == (actor.member_id or 0)),
        )
    )
    if found is None:
        raise NotFound()
    return found


def own_profile(session: Session, actor: Actor) -> Profile | None:
    """The actor's own, published or not; None before it was begun."""
    return session.get(Profile, actor.id)


def is_verified(session: Session, member_id: int) -> bool:
    """Whether anything about the member was verified and holds today, whoever may see it; a name only as it is now."""
    found = select(Verification.id).join(Member, Member.id == Verification.member_id)
    found = found.where(
        Verification.member_id == member_id,
        valid_on(clock.now().date()),
        or_(Verification.subject != Subject.NAME, Verification.about.in_(("", Member.display_name))),
    )
    return session.scalar(found.limit(1)) is not None


def own_draft(session: Session, actor: Actor) -> ProfileDraft:
    """The actor's profile as a draft to change; a blank one before it was begun."""
    profile = own_profile(session, actor)
    return draft_of(profile) if profile else blank_draft(session.get_one(Member, actor.id))


def for_glances() -> list[ORMOption]:
    """Options of a query for profiles of which only glances are made: the lists that a glance does not need stay
    unread."""
    lists = (
        Profile.variants,
        Profile.topics,
        Profile.not_my_field,
        Profile.countries,
        Profile.regions,
        Profile.publications,
        Profile.appearances,
        Profile.disclosures,
        Profile.links,
    )
    return [lazyload(one) for one in lists]
