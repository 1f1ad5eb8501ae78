"""Searching: the engine gives ids, the database says who of them may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.core import clock
from community.core.actor import Actor
from community.directory.asking import Asked
from community.directory.documents import COUNTRY, SEARCHING, version_of
from community.directory.engine import engine
from community.directory.moments import PRESETS, WINDOW, deadline, holding, is_over
from community.directory.windows import talks_from, whole_minute
from community.profiles.audiences import audience_of
from community.profiles.models import Audience, Profile
from community.profiles.policies import is_in_directory
from community.profiles.queries import for_glances
from community.profiles.schemas import PersonLine, lines_of
from community.profiles.seen import Glance, glance
from community.profiles.taxonomy import taxonomy
from community.search import engine as seam
from community.search.engine import Hit, Query, Results, Suggestion


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A hit, and what its reader may see of the person."""

    hit: Hit
    seen: Glance
    person: PersonLine
    talks_from: datetime | None
    """The first moment before the one that was asked for; None where none was."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: `results` as the engine gave it, `people` of its page as the database has them now."""

    results: Results
    people: tuple[FoundPerson, ...]
    now: datetime
    before: datetime | None
    """The moment before which they can talk, if one was asked for."""
    talkers: Mapping[str, int]
    """How many there would be before each of the moments that the page offers; those that are over are not in it."""


def search(session: Session, actor: Actor, asked: Asked) -> Found:
    """Who fits. The index may be a moment behind: who was unlisted meanwhile is not shown, and of whom something
    changed no passage is quoted, because it may be hidden by now."""
    audience = audience_of(session, actor)
    asked = asked.with_topics_of(taxonomy(session))  # a question that was kept may name a topic of before
    now, zone = whole_minute(clock.now()), actor.time_zone or "UTC"
    before = deadline(asked.talk, now, zone)
    query = asked.query(SEARCHING[audience])
    if before is not None:
        free = holding(_windows(query.audience), now, before)
        query = replace(query, filters={**query.filters, WINDOW: free})
    results = engine().search(query)
    profiles = {one.member_id: one for one in _listed(session, audience, [hit.id for hit in results.hits])}
    glances = {member_id: glance(profile, audience) for member_id, profile in profiles.items()}
    people = lines_of(session, glances.values())
    return Found(
        results,
        tuple(
            FoundPerson(
                _told(hit, profiles[hit.id], results.as_of),
                glances[hit.id],
                people[hit.id],
                talks_from(glances[hit.id], now, before) if before else None,
            )
            for hit in results.hits
            if hit.id in profiles
        ),
        now,
        before,
        _talkers(results.facet_counts.get(WINDOW, {}), now, zone),
    )


def _windows(audience: seam.Audience) -> Iterable[str]:
    """Every window that somebody lets this audience see."""
    everybody = Query("", audience, facets=(WINDOW,), page_size=1)
    return engine().search(everybody).facet_counts.get(WINDOW, {})


def _talkers(windows: Mapping[str, int], now: datetime, zone: str) -> dict[str, int]:
    """The counts of a facet leave its own filter aside, so that they say what each choice would give."""
    offered = {preset: deadline(preset, now, zone) or now for preset in PRESETS}
    return {
        preset: sum(windows.get(value, 0) for value in holding(windows, now, before))
        for preset, before in offered.items()
        if windows and not is_over(before, now)
    }


def _told(hit: Hit, profile: Profile, as_of: int) -> Hit:
    return hit if version_of(profile.updated_at) <= as_of else replace(hit, matched=())


def suggest(
    session: Session, actor: Actor, typed: str, limit: int = 8
) -> list[tuple[Suggestion, PersonLine | None]]:
    """Completions; with each person their line, with topics and countries none."""
    audience = audience_of(session, actor)
    found = engine().suggest(typed, SEARCHING[audience], limit)
    listed = _listed(session, audience, [int(one.key) for one in found if one.kind == "person"])
    people = lines_of(session, [glance(profile, audience) for profile in listed])
    return [
        (one, people.get(int(one.key)) if one.kind == "person" else None)
        for one in found
        if one.kind == "topic" or int(one.key) in people
    ]


def country_of(key: str) -> str | None:
    """The country that a suggestion's key stands for, if it is one."""
    return key.removeprefix(COUNTRY) if key.startswith(COUNTRY) else None


def _listed(session: Session, audience: Audience, ids: list[int]) -> list[Profile]:
    return list(
        session.scalars(
            select(Profile)
            .join(Profile.member)
            .options(contains_eager(Profile.member), *for_glances())
            .where(is_in_directory(audience), Profile.member_id.in_(ids))
        )
    )
