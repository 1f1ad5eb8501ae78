"""Searching: the engine gives ids, the database says who of them may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, lazyload

from community.core.actor import Actor
from community.directory.asking import Asked
from community.directory.documents import COUNTRY
from community.directory.engine import engine
from community.profiles.models import Profile
from community.profiles.policies import is_in_directory
from community.profiles.schemas import PersonLine, person_lines
from community.search.engine import Audience, Hit, Results, Suggestion


@dataclass(frozen=True, slots=True)
class FoundPerson:
    hit: Hit
    profile: Profile
    person: PersonLine


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: `results` as the engine gave it, `people` of its page as the database has them now."""

    results: Results
    people: tuple[FoundPerson, ...]


def search(session: Session, actor: Actor, asked: Asked) -> Found:
    """Who fits. The index may be a moment behind; who was unlisted meanwhile is not shown."""
    results = engine().search(asked.query(audience_of(actor)))
    ids = [hit.id for hit in results.hits]
    profiles = {profile.member_id: profile for profile in _listed(session, ids)}
    people = person_lines(session, profiles.keys())
    return Found(
        results,
        tuple(
            FoundPerson(hit, profiles[hit.id], people[hit.id]) for hit in results.hits if hit.id in profiles
        ),
    )


def suggest(
    session: Session, actor: Actor, typed: str, limit: int = 8
) -> list[tuple[Suggestion, PersonLine | None]]:
    """Completions; with each person their line, with topics and countries none."""
    found = engine().suggest(typed, audience_of(actor), limit)
    ids = {int(one.key) for one in found if one.kind == "person"}
    listed = session.scalars(
        select(Profile.member_id).join(Profile.member).where(is_in_directory(), Profile.member_id.in_(ids))
    )
    people = person_lines(session, set(listed))
    return [
        (one, people.get(int(one.key)) if one.kind == "person" else None)
        for one in found
        if one.kind == "topic" or int(one.key) in people
    ]


def audience_of(actor: Actor) -> Audience:
    """Verified journalists see more once profiles have fields for them only."""
    return "members" if actor.is_signed_in else "public"


def country_of(key: str) -> str | None:
    """The country that a suggestion's key stands for, if it is one."""
    return key.removeprefix(COUNTRY) if key.startswith(COUNTRY) else None


def _listed(session: Session, ids: list[int]) -> list[Profile]:
    """What a hit shows of a profile: person_lines reads kinds, affiliations and marks; the rest is not needed."""
    unused = (
        Profile.kinds,
        Profile.affiliations,
        Profile.topics,
        Profile.countries,
        Profile.publications,
        Profile.verifications,
    )
    return list(
        session.scalars(
            select(Profile)
            .join(Profile.member)
            .options(contains_eager(Profile.member), *(lazyload(one) for one in unused))
            .where(is_in_directory(), Profile.member_id.in_(ids))
        )
    )
