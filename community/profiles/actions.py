"""Verbs of profiles. A member has one and changes only their own: there is no id to get wrong."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.events import record
from community.profiles.audiences import set_field_mark
from community.profiles.drafts import ProfileDraft, faults
from community.profiles.errors import ProfileChangedMeanwhile, ProfileInvalid
from community.profiles.events import PhotoDropped, ProfileSaved
from community.profiles.models import Availability, Profile
from community.profiles.taxonomy import held
from community.profiles.writing import confirm_items, write


def save_profile(session: Session, actor: Actor, draft: ProfileDraft) -> Profile:
    """Make the actor's profile say what the draft says. What they saved is what they confirm to be true today.

    Raises ProfileInvalid, or ProfileChangedMeanwhile when the draft was made from an older version.
    """
    now = clock.now()
    topics = held(session, actor.id, (one.slug for one in (*draft.topics, *draft.not_my_field)))
    wrong = faults(draft, topics.by_slug, today=now.date())
    if wrong:
        raise ProfileInvalid(wrong)
    profile = begun(session, actor)
    if profile.version != draft.version:
        raise ProfileChangedMeanwhile()
    profile.version += 1
    write(session, actor, profile, draft, now)
    changed(session, profile)
    return profile


def confirm_profile(session: Session, actor: Actor) -> None:
    """The actor says that the profile is still true, all of it. Raises NotFound where there is none."""
    profile = session.get(Profile, actor.id)
    if profile is None:
        raise NotFound()
    profile.confirmed_at = clock.now()
    confirm_items(profile, profile.confirmed_at.date())
    changed(session, profile)


def set_photo(session: Session, actor: Actor, name: str) -> None:
    """Show the kept picture `name`; the one before is forgotten once this is committed."""
    profile = begun(session, actor)
    _drop_photo(session, profile)
    profile.photo = name
    set_field_mark(profile, "photo", confirmed_on=clock.now().date())
    changed(session, profile)


def remove_photo(session: Session, actor: Actor) -> None:
    profile = begun(session, actor)
    _drop_photo(session, profile)
    changed(session, profile)


def end_availability(session: Session) -> int:
    """Whoever was available until a day that has passed is so no longer. Returns how many they were."""
    ended = session.scalars(select(Profile).where(Profile.available_until < clock.now().date())).all()
    for profile in ended:
        profile.availability = Availability.LIMITED
        profile.available_until = None
        changed(session, profile)
    return len(ended)


def changed(session: Session, profile: Profile) -> None:
    """Note that readers see something else from now on. The moment always grows, whatever the clock says: the
    search index keeps the newest."""
    profile.updated_at = clock.grown(profile.updated_at)
    record(session, ProfileSaved(member_id=profile.member_id))


def begun(session: Session, actor: Actor) -> Profile:
    """The actor's profile, begun if need be, under a lock: two tabs save one after the other."""
    session.get_one(Member, actor.id, with_for_update=True)
    profile = session.get(Profile, actor.id, populate_existing=True)
    if profile is None:
        profile = Profile(member_id=actor.id, version=0, created_at=clock.now(), updated_at=clock.now())
        session.add(profile)
        session.flush()
    return profile


def _drop_photo(session: Session, profile: Profile) -> None:
    if profile.photo:
        record(session, PhotoDropped(photo=profile.photo))
    profile.photo = None
