"""Looking at a profile for an audience: each item is asked for through a `Look`, or it is not told."""

from __future__ import annotations

from typing import Any

from community.core import clock
from community.profiles.audiences import FIELDS, field_mark, sees
from community.profiles.models import (
    Audience,
    Profile,
    ProfileTopic,
    Subject,
    TopicEvidence,
    Verification,
)
from community.profiles.seen.look import Look
from community.profiles.seen.person import Glance, Seen
from community.profiles.seen.rows import (
    SeenAffiliation,
    SeenAppearance,
    SeenDisclosure,
    SeenEvidence,
    SeenLanguage,
    SeenLink,
    SeenPlace,
    SeenPublication,
    SeenTopic,
    SeenVariant,
    SeenVerification,
    SeenWindow,
)
from community.profiles.verifying import fits


def seen(profile: Profile, audience: Audience) -> Seen:
    """What `audience` may see of the profile. Raises NotFound where they may not open it at all."""
    return _seen(profile, Look(profile, audience))


def as_if_open(profile: Profile, audience: Audience) -> Seen:
    """What they would see if the page were open to them: for its owner, who tries out how it looks. Never an answer
    to that audience."""
    return _seen(profile, Look(profile, audience, is_open=True))


def _seen(profile: Profile, look: Look) -> Seen:
    publications = tuple(look.rows(SeenPublication, profile.publications))
    appearances = tuple(look.rows(SeenAppearance, profile.appearances))
    works = {one.id for one in publications}, {one.id for one in appearances}
    return Seen(
        **_glance(profile, look),
        variants=tuple(look.rows(SeenVariant, profile.variants)),
        biography=look.field("biography", profile.biography, ""),
        biography_html=look.field("biography", profile.biography_html, ""),
        biography_language=look.field("biography", profile.biography_language, None),
        pronunciation=look.field("pronunciation", profile.pronunciation, ""),
        form_of_address=look.field("form_of_address", profile.form_of_address, ""),
        topics=tuple(_topic(one, *works) for one in look.visible(profile.topics)),
        not_my_field=tuple(look.rows(SeenTopic, profile.not_my_field, without="evidence")),
        countries=tuple(
            SeenPlace(code=one.country, mark=one.mark) for one in look.visible(profile.countries)
        ),
        regions=tuple(SeenPlace(code=one.region, mark=one.mark) for one in look.visible(profile.regions)),
        publications=publications,
        appearances=appearances,
        disclosures=tuple(look.rows(SeenDisclosure, profile.disclosures)),
        links=tuple(look.rows(SeenLink, profile.links)),
        press_office_name=look.field("press_office", profile.press_office_name, ""),
        press_office_contact=look.field("press_office", profile.press_office_contact, ""),
        marks={name: field_mark(profile, name) for name in FIELDS if look.sees_field(name)},
        profile_audience=Audience(profile.audience) if look.audience == Audience.ME else None,
        version=profile.version,
    )


def glance(profile: Profile, audience: Audience) -> Glance:
    """The part of `seen` that a list shows, without loading the rest. Raises NotFound like it."""
    return Glance(**_glance(profile, Look(profile, audience)))


def _glance(profile: Profile, look: Look) -> dict[str, Any]:
    member = profile.member
    affiliations = tuple(look.rows(SeenAffiliation, profile.affiliations))
    return {
        "member_id": profile.member_id,
        "audience": look.audience,
        "handle": member.handle,
        "display_name": member.display_name,
        "native_name": look.field("native_name", member.native_name, None),
        "latin_name": look.field("latin_name", profile.latin_name, ""),
        "family_name": profile.family_name,
        "name_order": profile.name_order,
        "kinds": look.field("kinds", tuple(one.kind for one in profile.kinds), ()),
        "headline": look.field("headline", profile.headline, ""),
        "photo": look.field("photo", profile.photo, None),
        "based_in": look.field("based_in", profile.based_in, None),
        "city": look.field("city", profile.city, ""),
        "affiliations": affiliations,
        "languages": tuple(look.rows(SeenLanguage, profile.languages)),
        # Of somebody who never said when, nothing is said: an import knows nobody's hours.
        "availability": look.field("availability", profile.availability, None) if member.is_claimed else None,
        "window": look.field("window", _window(profile), None) if member.is_claimed else None,
        "media_modes": look.field("media_modes", tuple(profile.media_modes), ()),
        "verifications": _verifications(profile, look, {one.id for one in affiliations}),
        "is_listed": profile.is_listed,
        "is_claimed": member.is_claimed,
        "is_active": member.active,
        "confirmed_at": profile.confirmed_at,
        "created_at": profile.created_at,
        "updated_at": profile.updated_at,
    }


def _window(profile: Profile) -> SeenWindow | None:
    return SeenWindow(
        time_zone=profile.member.time_zone,
        speaks_from=profile.speaks_from,
        speaks_until=profile.speaks_until,
        notice_hours=profile.notice_hours,
        available_until=profile.available_until,
    )


def _topic(topic: ProfileTopic, publications: set[int], appearances: set[int]) -> SeenTopic:
    """With the evidence that points at what is seen itself."""
    return SeenTopic(
        topic_id=topic.topic_id,
        mark=topic.mark,
        evidence=tuple(
            _evidence(one)
            for one in topic.evidence
            if one.publication_id in publications or one.appearance_id in appearances or one.reply_id
        ),
    )


def _evidence(evidence: TopicEvidence) -> SeenEvidence:
    return SeenEvidence(**{name: getattr(evidence, name) for name in SeenEvidence.__dataclass_fields__})


def _verifications(profile: Profile, look: Look, affiliations: set[int]) -> tuple[SeenVerification, ...]:
    """A statement about an affiliation or a kind names it: who may not see the one may not see the other."""
    day = clock.now().date()

    def is_told(one: Verification) -> bool:
        names_what_is_seen = one.affiliation_id is None or one.affiliation_id in affiliations
        if one.subject == Subject.KIND and not look.sees_field("kinds"):
            return False
        return (
            names_what_is_seen
            and one.is_valid(day)
            and fits(one, profile)
            and sees(look.audience, one.audience)
        )

    return tuple(
        SeenVerification(**{name: getattr(one, name) for name in SeenVerification.__dataclass_fields__})
        for one in profile.verifications
        if is_told(one)
    )
