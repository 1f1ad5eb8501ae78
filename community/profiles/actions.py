"""Verbs of profiles. A member has one and changes only their own: there is no id to get wrong."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.events import record
from community.core.text import render_markdown, tidy, tidy_line
from community.profiles.audiences import ROWS, SENSITIVE, set_field_mark
from community.profiles.drafts import AffiliationDraft, LanguageDraft, ProfileDraft, faults
from community.profiles.errors import ProfileChangedMeanwhile, ProfileInvalid
from community.profiles.events import PhotoDropped, ProfileSaved
from community.profiles.models import (
    Affiliation,
    Availability,
    CoveredCountry,
    Profile,
    ProfileKind,
    ProfileTopic,
    SpokenLanguage,
)
from community.profiles.models.items import today
from community.profiles.rows import Wanted, brought_to
from community.profiles.taxonomy import TopicEntry, taxonomy
from community.profiles.verifying import end_what_changed
from community.profiles.world import language_from


def save_profile(session: Session, actor: Actor, draft: ProfileDraft) -> Profile:
    """Make the actor's profile say what the draft says. What they saved is what they confirm to be true today.

    Raises ProfileInvalid, or ProfileChangedMeanwhile when the draft was made from an older version.
    """
    now = clock.now()
    wrong = faults(draft, taxonomy(session).by_slug, today=now.date())
    if wrong:
        raise ProfileInvalid(wrong)
    profile = begun(session, actor)
    if profile.version != draft.version:
        raise ProfileChangedMeanwhile()
    profile.version += 1
    profile.confirmed_at = now
    _write_fields(profile, draft)
    _write_lists(session, profile, draft)
    end_what_changed(session, profile)
    changed(session, profile)
    return profile


def confirm_profile(session: Session, actor: Actor) -> None:
    """The actor says that the profile is still true, all of it. Raises NotFound where there is none."""
    profile = session.get(Profile, actor.id)
    if profile is None:
        raise NotFound()
    profile.confirmed_at = clock.now()
    for name in profile.marks:
        set_field_mark(profile, name, confirmed_on=today())
    for name in ROWS:
        for row in getattr(profile, name):
            row.confirmed_on = today()
    changed(session, profile)


def set_photo(session: Session, actor: Actor, name: str) -> None:
    """Show the kept picture `name`; the one before is forgotten once this is committed."""
    profile = begun(session, actor)
    _drop_photo(session, profile)
    profile.photo = name
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


def _write_fields(profile: Profile, draft: ProfileDraft) -> None:
    profile.headline = tidy_line(draft.headline)
    profile.biography = tidy(draft.biography)
    profile.biography_html = render_markdown(profile.biography, below=2)
    profile.biography_language = draft.biography_language
    profile.based_in = draft.based_in
    profile.city = tidy_line(draft.city)
    profile.private_contact = tidy(draft.private_contact)
    profile.availability = draft.availability
    profile.available_until = draft.available_until
    profile.notice_hours = draft.notice_hours
    profile.media_modes = list(dict.fromkeys(draft.media_modes))
    profile.pronunciation = tidy_line(draft.pronunciation)
    profile.form_of_address = tidy_line(draft.form_of_address)
    profile.audience = draft.audience
    profile.is_listed = draft.is_listed
    for name, audience in draft.audiences.items():
        set_field_mark(profile, name, audience=audience)


def _write_lists(session: Session, profile: Profile, draft: ProfileDraft) -> None:
    """A row that is there already stays the same row, with its source, its audience and what points at it."""
    topics = taxonomy(session).by_slug
    kinds = [Wanted(kind, {"kind": kind}) for kind in dict.fromkeys(draft.kinds)]
    profile.kinds = brought_to(profile.kinds, kinds, ProfileKind, lambda row: row.kind)
    affiliations = [_affiliation(one) for one in draft.affiliations]
    profile.affiliations = brought_to(
        profile.affiliations, affiliations, Affiliation, lambda row: (row.institution, row.role)
    )
    entries = {topics[slug].id: topics[slug] for slug in draft.topics}  # a former slug may name one twice
    chosen = [_topic(entry) for entry in entries.values()]
    profile.topics = brought_to(profile.topics, chosen, ProfileTopic, lambda row: row.topic_id)
    countries = [Wanted(code, {"country": code}) for code in dict.fromkeys(draft.countries)]
    profile.countries = brought_to(profile.countries, countries, CoveredCountry, lambda row: row.country)
    languages = [_language(one) for one in draft.languages]
    profile.languages = brought_to(profile.languages, languages, SpokenLanguage, lambda row: row.tag)


def _affiliation(draft: AffiliationDraft) -> Wanted:
    institution, role = tidy_line(draft.institution), tidy_line(draft.role)
    values = {
        "institution": institution,
        "role": role,
        "from_year": draft.from_year,
        "to_year": draft.to_year,
    }
    return Wanted((institution, role), values, draft.audience, ROWS["affiliations"])


def _topic(topic: TopicEntry) -> Wanted:
    default = SENSITIVE if topic.is_sensitive else ROWS["topics"]
    return Wanted(topic.id, {"topic_id": topic.id}, default=default)


def _language(draft: LanguageDraft) -> Wanted:
    tag = language_from(draft.language)
    return Wanted(tag, {"tag": tag, "level": draft.level}, draft.audience, ROWS["languages"])
