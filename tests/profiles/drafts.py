"""Awa's profile as the stories of tests know it."""

from __future__ import annotations

from typing import Any

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import save_profile
from community.profiles.drafts import AffiliationDraft, LanguageDraft, PlaceDraft, ProfileDraft, TopicDraft
from community.profiles.models import Profile, Subject, Verification, VerifiedBy
from tests.cast import Person

HEADLINE = "Public finance of ports and dams in West Africa"
CANARY = "canary +221 77 000 00 00"
"""The private contact: it must turn up nowhere."""


def a_draft(version: int = 0, **more: Any) -> ProfileDraft:
    """A whole profile, published; `more` replaces fields. Topics and places may be given as slugs and codes."""
    fields: dict[str, Any] = {
        "headline": HEADLINE,
        "biography": "I read **loan contracts** in the basements of ministries.\n\nAnnexes first.",
        "biography_language": "en",
        "kinds": ("scholar", "practitioner"),
        "affiliations": (
            AffiliationDraft(institution="Université Cheikh Anta Diop", role="Professor", from_year=2019),
            AffiliationDraft(institution="Treasury", from_year=2001, to_year=2010),
        ),
        "topics": ("sovereign-debt", "hydropower"),
        "countries": ("SN", "GN"),
        "based_in": "SN",
        "city": "Dakar",
        "languages": (
            LanguageDraft(language="fr", level="live"),
            LanguageDraft(language="en", level="interview"),
            LanguageDraft(language="zh", level="read"),
        ),
        "availability": "open",
        "notice_hours": 2,
        "media_modes": ("phone", "written"),
        "pronunciation": "AH-wah en-JAI",
        "form_of_address": "Professor",
        "private_contact": CANARY,
        "audience": "public",
    }
    fields |= more
    for name, shape, key in _BARE:
        fields[name] = tuple(
            shape(**{key: one}) if isinstance(one, str) else one for one in fields.get(name, ())
        )
    return ProfileDraft(version=version, **fields)


_BARE: tuple[tuple[str, Any, str], ...] = (
    ("topics", TopicDraft, "slug"),
    ("not_my_field", TopicDraft, "slug"),
    ("countries", PlaceDraft, "code"),
    ("regions", PlaceDraft, "code"),
)


def publish(person: Person, **more: Any) -> Profile:
    """The person saves a whole profile."""
    with unit_of_work() as session:
        return save_profile(session, person.actor, a_draft(**more))


def make_verified_journalist(person: Person, **more: Any) -> Profile:
    """The person publishes a journalist's profile, unlisted unless `more` says so, and the desk states that they are
    one."""
    profile = publish(person, **{"kinds": ("journalist",), "is_listed": False, **more})
    with unit_of_work() as session:
        session.add(
            Verification(
                member_id=person.id,
                by=VerifiedBy.EDITOR,
                subject=Subject.KIND,
                about="journalist",
                verified_on=clock.now().date(),
            )
        )
    return profile
