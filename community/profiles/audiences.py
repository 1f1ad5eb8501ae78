"""Who may see what: the ladder of audiences, the safe default of each item, and where a reader stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import g, has_request_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.profiles.models import Audience, Kind, Mark, Profile, ProfileKind, Source, Verification
from community.profiles.models.verification import proves_journalist

LADDER = (Audience.PUBLIC, Audience.MEMBERS, Audience.JOURNALISTS, Audience.ME)
"""From the widest to the narrowest; whoever stands on a step may see what is said to it and to those before."""

FIELDS: Mapping[str, Audience] = {
    "native_name": Audience.PUBLIC,
    "latin_name": Audience.PUBLIC,
    "kinds": Audience.PUBLIC,
    "headline": Audience.PUBLIC,
    "biography": Audience.PUBLIC,
    "photo": Audience.PUBLIC,
    "pronunciation": Audience.PUBLIC,
    "form_of_address": Audience.PUBLIC,
    "based_in": Audience.PUBLIC,
    "city": Audience.MEMBERS,
    "availability": Audience.PUBLIC,
    "media_modes": Audience.PUBLIC,
    "window": Audience.MEMBERS,
    "press_office": Audience.JOURNALISTS,
}
"""The fields that are items, and who sees each until its owner says otherwise. `window` is when one can talk: time
zone, hours, notice and last day. The private contact is not here: it is nobody's but its owner's."""

ROWS: Mapping[str, Audience] = {
    "variants": Audience.PUBLIC,
    "affiliations": Audience.PUBLIC,
    "topics": Audience.PUBLIC,
    "not_my_field": Audience.PUBLIC,
    "countries": Audience.PUBLIC,
    "regions": Audience.PUBLIC,
    "languages": Audience.PUBLIC,
    "publications": Audience.PUBLIC,
    "appearances": Audience.PUBLIC,
    "disclosures": Audience.PUBLIC,
    "links": Audience.MEMBERS,
}
"""The same for a new row of each list of a profile."""

SENSITIVE = Audience.JOURNALISTS
"""For a new row of a topic that the taxonomy marks as sensitive."""


def sees(reader: Audience, item: str) -> bool:
    """Whether who stands at `reader` may see what is said to `item`."""
    return LADDER.index(Audience(item)) <= LADDER.index(reader)


def within(reader: Audience) -> tuple[Audience, ...]:
    """What may be said to items that this reader sees."""
    return LADDER[: LADDER.index(reader) + 1]


def narrower(one: str, other: str) -> Audience:
    """The one that fewer people belong to."""
    return max(Audience(one), Audience(other), key=LADDER.index)


def field_mark(profile: Profile, name: str) -> Mark:
    """Audience, source and last confirmation of a field, the defaults filled in: a member typed it, and confirmed
    it with the profile. Raises KeyError for what is no item."""
    kept = (profile.marks or {}).get(name, {})
    confirmed = kept.get("confirmed_on")
    return Mark(
        audience=field_audience(profile.marks, name),
        source=kept.get("source", Source.MEMBER.value),
        confirmed_on=date.fromisoformat(confirmed) if confirmed else _day(profile),
    )


def field_audience(marks: Mapping[str, Any] | None, name: str) -> Audience:
    """The same from the column alone."""
    return Audience((marks or {}).get(name, {}).get("audience", FIELDS[name]))


def set_field_mark(
    profile: Profile,
    name: str,
    *,
    audience: str | None = None,
    source: str | None = None,
    confirmed_on: date | None = None,
) -> None:
    """Change what is given. What is the default is not kept, so that a better default reaches everybody who never
    chose. Raises KeyError for what is no item."""
    kept = dict((profile.marks or {}).get(name, {}))
    if audience is not None:
        kept["audience"] = None if audience == FIELDS[name] else str(Audience(audience))
    if source is not None:
        kept["source"] = None if source == Source.MEMBER else source
    if confirmed_on is not None:
        kept["confirmed_on"] = None if confirmed_on == _day(profile) else confirmed_on.isoformat()
    kept = {key: value for key, value in kept.items() if value is not None}
    others = {field: mark for field, mark in (profile.marks or {}).items() if field != name}
    profile.marks = {**others, name: kept} if kept else others


def marks_of(names: Iterable[str], source: str) -> dict[str, Any]:
    """Marks of a new profile whose fields `names` come from `source`, for everything else as it is by default."""
    return {name: {"source": source} for name in names if name in FIELDS}


def audience_of(session: Session, actor: Actor) -> Audience:
    """Where the actor stands as a reader of other people's profiles; looked up once a request.

    A *verified journalist* is a member whose profile has the kind journalist, and of whom an editor, or a newsroom's
    own address, stated that they are one. A statement about something else (a name, a university's address) does not
    make whoever ticks the box "journalist" see more.
    """
    if not actor.is_signed_in:
        return Audience.PUBLIC
    if not has_request_context():
        return _look_up(session, actor.id)
    known: dict[int, Audience] = g.setdefault("profile_audiences", {})
    if actor.id not in known:
        known[actor.id] = _look_up(session, actor.id)
    return known[actor.id]


def audience_for(session: Session, actor: Actor, profile: Profile) -> Audience:
    """Where the actor stands before this profile: its owner sees all of it."""
    mine = actor.is_signed_in and actor.id == profile.member_id
    return Audience.ME if mine else audience_of(session, actor)


def _look_up(session: Session, member_id: int) -> Audience:
    found = session.scalar(
        select(Verification.id)
        .join(ProfileKind, ProfileKind.member_id == Verification.member_id)
        .where(
            Verification.member_id == member_id,
            ProfileKind.kind == Kind.JOURNALIST,
            proves_journalist(clock.now().date()),
        )
        .limit(1)
    )
    return Audience.MEMBERS if found is None else Audience.JOURNALISTS


def _day(profile: Profile) -> date | None:
    return profile.confirmed_at.date() if profile.confirmed_at else None
