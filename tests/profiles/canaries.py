"""A canary for every item of a profile: a value that stands nowhere else, so that wherever it turns up it was let out.

An item that has none here fails `test_every_item_has_a_canary`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from community.accounts.models import Member
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import changed
from community.profiles.audiences import FIELDS, set_field_mark
from community.profiles.models import (
    Affiliation,
    Appearance,
    CoveredCountry,
    CoveredRegion,
    Disclosure,
    NameVariant,
    NotMyField,
    Profile,
    ProfileKind,
    ProfileLink,
    ProfileTopic,
    Publication,
    SpokenLanguage,
    Topic,
)

Plant = Callable[[Profile, Mapping[str, Topic]], object]

NOTICE = 7_654_321
"""Hours: longer than the six digits of microseconds, so that no time or id in a page can be taken for it."""


@dataclass(frozen=True)
class Canary:
    """`words` are what a page would show of it, `asked` is what somebody would search for."""

    plant: Plant
    words: tuple[str, ...]
    asked: str = ""
    facet: str = ""
    """A filter of the directory that would find it."""
    kept: str = ""
    """How it stands in a Seen; empty where that is the first of `words`."""

    @property
    def in_seen(self) -> str:
        return self.kept or self.words[0]


def _field(**values: object) -> Plant:
    def plant(profile: Profile, topics: Mapping[str, Topic]) -> None:
        for name, value in values.items():
            setattr(profile.member if name == "native_name" else profile, name, value)

    return plant


CANARIES: dict[str, Canary] = {
    "native_name": Canary(_field(native_name="雀金丝"), ("雀金丝",), "雀金丝"),
    "latin_name": Canary(_field(latin_name="Latincanary"), ("Latincanary",), "latincanary"),
    "kinds": Canary(
        lambda profile, topics: profile.kinds.append(ProfileKind(kind="practitioner")),
        ("practitioner", "Practitioner"),
        facet="kind=practitioner",
    ),
    "headline": Canary(_field(headline="Headcanary"), ("Headcanary",), "headcanary"),
    "biography": Canary(
        _field(biography="Biocanary", biography_html="<p>Biocanary</p>"), ("Biocanary",), "biocanary"
    ),
    "photo": Canary(_field(photo="photocanary0000000000A"), ("photocanary0000000000A",)),
    "pronunciation": Canary(_field(pronunciation="Pronouncanary"), ("Pronouncanary",), "pronouncanary"),
    "form_of_address": Canary(_field(form_of_address="Addresscanary"), ("Addresscanary",), "addresscanary"),
    "based_in": Canary(_field(based_in="BT"), ("Bhutan", '"BT"'), "bhutan", "country_based=BT", "'BT'"),
    "city": Canary(_field(city="Citycanary"), ("Citycanary",), "citycanary"),
    "availability": Canary(
        _field(availability="open"), ("available to journalists",), facet="availability=open", kept="='open'"
    ),
    "media_modes": Canary(_field(media_modes=["studio"]), ("studio",)),
    "window": Canary(
        _field(notice_hours=NOTICE, available_until=date(2098, 5, 4)),
        (str(NOTICE), "2098-05-04", "4 May 2098"),
    ),
    "press_office": Canary(
        _field(press_office_name="Presscanary", press_office_contact="Presscallcanary"),
        ("Presscanary", "Presscallcanary"),
        "presscanary",
    ),
    "variants": Canary(
        lambda profile, topics: profile.variants.append(NameVariant(text="Variantcanary")),
        ("Variantcanary",),
        "variantcanary",
    ),
    "affiliations": Canary(
        lambda profile, topics: profile.affiliations.append(
            Affiliation(institution="Institutecanary", role="Rolecanary")
        ),
        ("Institutecanary", "Rolecanary"),
        "institutecanary",
    ),
    "topics": Canary(
        lambda profile, topics: profile.topics.append(ProfileTopic(topic=topics["hydropower"])),
        ("Hydropower", "hydropower"),
        "hydropower",
        "topic=hydropower",
        ", topics=(Seen",
    ),
    "not_my_field": Canary(
        lambda profile, topics: profile.not_my_field.append(NotMyField(topic=topics["railways"])),
        ("Railways", "railways"),
        "railways",
        "topic=railways",
        "not_my_field=(Seen",
    ),
    "countries": Canary(
        lambda profile, topics: profile.countries.append(CoveredCountry(country="VU")),
        ("Vanuatu", '"VU"'),
        "vanuatu",
        "country_covered=VU",
        "'VU'",
    ),
    "regions": Canary(
        lambda profile, topics: profile.regions.append(CoveredRegion(region="061")),
        ("Polynesia",),
        kept="'061'",
    ),
    "languages": Canary(
        lambda profile, topics: profile.languages.append(SpokenLanguage(tag="is", level="live")),
        ("Icelandic", '"is"'),
        facet="language=is",
        kept="'is'",
    ),
    "publications": Canary(
        lambda profile, topics: profile.publications.append(
            Publication(title="Bookcanary", authors="Authorcanary", venue="Venuecanary", doi="10.1/doicanary")
        ),
        ("Bookcanary", "Authorcanary", "Venuecanary", "doicanary"),
        "bookcanary",
    ),
    "appearances": Canary(
        lambda profile, topics: profile.appearances.append(
            Appearance(outlet="Outletcanary", title="Showcanary", medium="radio")
        ),
        ("Outletcanary", "Showcanary"),
        "showcanary",
    ),
    "disclosures": Canary(
        lambda profile, topics: profile.disclosures.append(
            Disclosure(kind="funder", organisation="Fundcanary", note="Notecanary")
        ),
        ("Fundcanary", "Notecanary"),
        "fundcanary",
    ),
    "links": Canary(
        lambda profile, topics: profile.links.append(
            ProfileLink(label="Linkcanary", url="https://urlcanary.example")
        ),
        ("Linkcanary", "urlcanary"),
        "linkcanary",
    ),
}


def plant_all(member_id: int, audience: str) -> None:
    """Every canary, seen by `audience`, in a published and listed profile of which nothing else is known."""
    with unit_of_work() as session:
        member = session.get_one(Member, member_id)
        topics = {topic.slug: topic for topic in session.scalars(select(Topic))}
        profile = Profile(member=member, audience="public", version=1)
        session.add(profile)
        for name, canary in CANARIES.items():
            canary.plant(profile, topics)
            if name in FIELDS:
                set_field_mark(profile, name, audience=audience)
            else:
                for row in getattr(profile, name):
                    row.audience = audience
        session.flush()
        changed(session, profile)
