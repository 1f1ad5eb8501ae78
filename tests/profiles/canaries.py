"""A canary for every item of a profile: a value that stands nowhere else, so that wherever it turns up it was let out.

An item that has none here fails `test_every_item_has_a_canary`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select

from community.accounts.models import Member
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import changed
from community.profiles.audiences import FIELDS, set_field_mark
from community.profiles.models import (
    Affiliation,
    Appearance,
    Audience,
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

TAGS: Mapping[str, str] = {
    Audience.PUBLIC: "pub",
    Audience.MEMBERS: "mem",
    Audience.JOURNALISTS: "jou",
    Audience.ME: "own",
}
"""Ends each word of a canary, so that it tells for whom it was meant: several people with canaries may stand in one
list."""
_NATIVE = {"pub": "鹭铁环", "mem": "雀金丝", "jou": "鹬银线", "own": "鸢铜网"}
_NOTICE = {"pub": 9_731, "mem": 9_732, "jou": 9_733, "own": 9_734}
"""Hours. So few digits stand in many a time and id: they are looked for with what stands beside them."""

PRIVATE = "privatecanary@home.example"


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
    choice: bool = False
    """One of a list that forms and facets offer to everybody: only beside its owner's name is it a canary."""

    @property
    def in_seen(self) -> str:
        return self.kept or self.words[0]


def _field(**values: object) -> Plant:
    def plant(profile: Profile, topics: Mapping[str, Topic]) -> None:
        for name, value in values.items():
            setattr(profile.member if name == "native_name" else profile, name, value)

    return plant


def _row(name: str, make: Callable[[], object]) -> Plant:
    return lambda profile, topics: getattr(profile, name).append(make())


def _text(name: str, value: str) -> Canary:
    return Canary(_field(**{name: value}), (value,), value.lower())


@cache
def canaries(audience: str) -> Mapping[str, Canary]:
    """One for each item, meant for this audience."""
    tag = TAGS[audience]
    return {**_about_the_person(tag), **_about_when(tag), **_about_work(tag)}


def _about_the_person(tag: str) -> dict[str, Canary]:
    photo = f"photocanary00000000{tag}"
    biography = f"Biocanary{tag}"
    return {
        "native_name": Canary(_field(native_name=_NATIVE[tag]), (_NATIVE[tag],), _NATIVE[tag]),
        "latin_name": _text("latin_name", f"Latincanary{tag}"),
        "variants": Canary(
            _row("variants", lambda: NameVariant(text=f"Variantcanary{tag}")),
            (f"Variantcanary{tag}",),
            f"variantcanary{tag}",
        ),
        "pronunciation": _text("pronunciation", f"Pronouncanary{tag}"),
        "form_of_address": _text("form_of_address", f"Addresscanary{tag}"),
        "headline": _text("headline", f"Headcanary{tag}"),
        "biography": Canary(
            _field(biography=biography, biography_html=f"<p>{biography}</p>"), (biography,), biography.lower()
        ),
        "photo": Canary(_field(photo=photo), (photo,)),
        "kinds": Canary(
            _row("kinds", lambda: ProfileKind(kind="practitioner")),
            ("practitioner", "Practitioner"),
            facet="kind=practitioner",
            choice=True,
        ),
        "based_in": Canary(
            _field(based_in="BT"), ("Bhutan", '"BT"'), "bhutan", "country_based=BT", "'BT'", choice=True
        ),
        "city": _text("city", f"Citycanary{tag}"),
        "languages": Canary(
            _row("languages", lambda: SpokenLanguage(tag="is", level="live")),
            ("Icelandic", '"is"'),
            facet="language=is",
            kept="'is'",
            choice=True,
        ),
        "links": Canary(
            _row(
                "links", lambda: ProfileLink(label=f"Linkcanary{tag}", url=f"https://urlcanary{tag}.example")
            ),
            (f"Linkcanary{tag}", f"urlcanary{tag}"),
            f"linkcanary{tag}",
        ),
    }


def _about_when(tag: str) -> dict[str, Canary]:
    notice, last = _NOTICE[tag], date(2098, 5, list(_NOTICE).index(tag) + 4)
    office, call = f"Presscanary{tag}", f"Presscallcanary{tag}"
    return {
        "availability": Canary(
            _field(availability="open"),
            ("available to journalists", '"availability": "open"'),
            facet="availability=open",
            kept="='open'",
            choice=True,
        ),
        "media_modes": Canary(_field(media_modes=["studio"]), ("studio",), choice=True),
        "window": Canary(
            _field(notice_hours=notice, available_until=last),
            (
                last.isoformat(),
                f"{last.day} May 2098",
                f"{notice} hours",
                f"|{notice}|",
                f'"notice_hours": {notice}',
                f'"notice_hours":{notice}',
            ),
            kept=f"notice_hours={notice},",
        ),
        "press_office": Canary(
            _field(press_office_name=office, press_office_contact=call), (office, call), office.lower()
        ),
    }


def _about_work(tag: str) -> dict[str, Canary]:
    return {
        "affiliations": Canary(
            _row(
                "affiliations",
                lambda: Affiliation(institution=f"Institutecanary{tag}", role=f"Rolecanary{tag}"),
            ),
            (f"Institutecanary{tag}", f"Rolecanary{tag}"),
            f"institutecanary{tag}",
        ),
        "topics": Canary(
            lambda profile, topics: profile.topics.append(ProfileTopic(topic=topics["hydropower"])),
            ("Hydropower", "hydropower"),
            "hydropower",
            "topic=hydropower",
            ", topics=(Seen",
            choice=True,
        ),
        "not_my_field": Canary(
            lambda profile, topics: profile.not_my_field.append(NotMyField(topic=topics["railways"])),
            ("Railways", "railways"),
            "railways",
            "topic=railways",
            "not_my_field=(Seen",
            choice=True,
        ),
        "countries": Canary(
            _row("countries", lambda: CoveredCountry(country="VU")),
            ("Vanuatu", '"VU"'),
            "vanuatu",
            "country_covered=VU",
            "'VU'",
            choice=True,
        ),
        "regions": Canary(
            _row("regions", lambda: CoveredRegion(region="061")),
            ("Polynesia", '"061"'),
            facet="region=061",
            kept="'061'",
            choice=True,
        ),
        "publications": Canary(
            _row(
                "publications",
                lambda: Publication(
                    title=f"Bookcanary{tag}",
                    authors=f"Authorcanary{tag}",
                    venue=f"Venuecanary{tag}",
                    doi=f"10.1/doicanary{tag}",
                ),
            ),
            (f"Bookcanary{tag}", f"Authorcanary{tag}", f"Venuecanary{tag}", f"doicanary{tag}"),
            f"bookcanary{tag}",
        ),
        "appearances": Canary(
            _row(
                "appearances",
                lambda: Appearance(outlet=f"Outletcanary{tag}", title=f"Showcanary{tag}", medium="radio"),
            ),
            (f"Outletcanary{tag}", f"Showcanary{tag}"),
            f"showcanary{tag}",
            "media=radio",
        ),
        "disclosures": Canary(
            _row(
                "disclosures",
                lambda: Disclosure(kind="funder", organisation=f"Fundcanary{tag}", note=f"Notecanary{tag}"),
            ),
            (f"Fundcanary{tag}", f"Notecanary{tag}"),
            f"fundcanary{tag}",
        ),
    }


def plant_all(member_id: int, audience: str) -> None:
    """Every canary, seen by `audience`, in a published and listed profile of which nothing else is known; and a
    private contact, which nobody sees."""
    with unit_of_work() as session:
        member = session.get_one(Member, member_id)
        topics = {topic.slug: topic for topic in session.scalars(select(Topic))}
        profile = Profile(member=member, audience="public", version=1, private_contact=PRIVATE)
        session.add(profile)
        for name, canary in canaries(audience).items():
            canary.plant(profile, topics)
            if name in FIELDS:
                set_field_mark(profile, name, audience=audience)
            else:
                for row in getattr(profile, name):
                    row.audience = audience
        session.flush()
        changed(session, profile)
