"""Demo members and their profiles."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, time
from typing import Any

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.actions import give_role
from community.accounts.models import Member
from community.core.actor import StaffRole
from community.core.text import render_markdown, slugify
from community.demo.accounts import PASSWORD, SHOWN, email_of
from community.demo.enriching import More, add_evidence
from community.demo.reading import DemoData
from community.profiles.models import (
    Affiliation,
    Audience,
    CoveredCountry,
    Profile,
    ProfileKind,
    ProfileTopic,
    Publication,
    SpokenLanguage,
    Subject,
    Topic,
    Verification,
    VerifiedBy,
)


def add_people(session: Session, data: DemoData) -> dict[str, int]:
    """All members with their profiles. Returns handle -> id."""
    hashed = hash_password(PASSWORD)
    topics = {topic.slug: topic.id for topic in session.scalars(select(Topic))}
    ids: dict[str, int] = {}
    more = More(data)
    for entry in data.members:
        joined = datetime.combine(data.day(entry.get("confirmed_on", "2026-09-01")), time(8), UTC)
        handle = entry["handle"]
        member = Member(
            handle=handle,
            display_name=entry["name"],
            native_name=entry.get("native_name"),
            email=email_of(handle),
            password=hashed if handle in SHOWN else None,
            active=True,
            fs_uniquifier=uuid.uuid4().hex,
            confirmed_at=joined,
            claimed_at=joined,
            created_at=joined,
            time_zone=entry.get("time_zone", "UTC"),
        )
        session.add(member)
        session.flush()
        if entry.get("staff") in {"editor", "moderator", "administrator"}:
            give_role(session, member, StaffRole(entry["staff"]))
        session.add(_profile(member.id, entry, data, topics, joined, more))
        ids[handle] = member.id
    add_evidence(session, data, ids, more)
    return ids


def _profile(
    member_id: int,
    entry: dict[str, Any],
    data: DemoData,
    topics: dict[str, int],
    confirmed_at: datetime,
    more: More,
) -> Profile:
    until = entry.get("availability_until")
    return Profile(
        member_id=member_id,
        headline=entry.get("headline", ""),
        biography=entry.get("biography", ""),
        biography_html=render_markdown(entry.get("biography", ""), below=2),
        biography_language=entry.get("biography_language", "en"),
        based_in=entry["based_in"],
        city=entry.get("city", ""),
        availability=entry.get("availability", "limited"),
        available_until=data.day(until) if until else None,
        notice_hours=entry.get("notice_hours"),
        media_modes=entry.get("media_modes", []),
        **more.fields(entry),
        pronunciation=entry.get("pronunciation") or "",
        form_of_address=entry.get("form_of_address") or "",
        is_listed=entry.get("listed", True),
        audience=Audience.PUBLIC,
        marks={"city": {"audience": Audience.PUBLIC}},
        created_at=confirmed_at,
        updated_at=confirmed_at,
        confirmed_at=confirmed_at,
        kinds=[ProfileKind(kind=kind, position=n) for n, kind in enumerate(entry["kinds"])],
        affiliations=[
            Affiliation(
                institution=one["institution"],
                role=one.get("role") or "",
                from_year=one.get("from"),
                to_year=one.get("to"),
                position=n,
            )
            for n, one in enumerate(entry.get("affiliations", ()))
        ],
        topics=[ProfileTopic(topic_id=topics[slug], position=n) for n, slug in enumerate(entry["topics"])],
        countries=[CoveredCountry(country=code) for code in dict.fromkeys(entry.get("covers", ()))],
        languages=[
            SpokenLanguage(
                tag=one["tag"] if isinstance(one, dict) else one,
                level=one["level"] if isinstance(one, dict) else "interview",
                position=n,
            )
            for n, one in enumerate(entry["languages"])
        ],
        publications=[
            Publication(title=one["title"], venue=one.get("venue") or "", year=one.get("year"))
            for one in entry.get("publications", ())
        ],
        verifications=[
            Verification(by=one["by"], verified_on=data.day(one["on"]), **_verified_as(one["by"], entry))
            for one in entry.get("verified") or ()
        ],
    )


def _verified_as(by: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What each way of verifying says of an invented person: none has an iD at ORCID that could be shown."""
    if by == VerifiedBy.ORCID:
        return {"subject": Subject.OTHER}
    if by == VerifiedBy.INSTITUTION:
        institution = entry["affiliations"][0]["institution"]
        # Arabic letters alone do not tell the vowels of a name: then the town stands in.
        named = f"press {entry['city']}" if re.search("[\u0621-\u064a]", institution) else institution
        domain = f"{slugify(named, fallback='institution', length=40)}.example"
        return {"subject": Subject.AFFILIATION, "about": institution, "domain": domain}
    if "journalist" in entry["kinds"]:
        return {"subject": Subject.KIND, "about": "journalist"}
    return {"subject": Subject.NAME, "about": entry["name"]}
