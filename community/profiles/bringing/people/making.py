"""From people of a file to members and profiles that nobody has claimed, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from community.accounts.actions import add_unclaimed
from community.accounts.models import Member
from community.core.db import Model
from community.core.events import record
from community.core.text import render_markdown, tidy, tidy_line
from community.profiles.audiences import ROWS, SENSITIVE, marks_of, narrower
from community.profiles.bringing.people.lines import Person
from community.profiles.bringing.people.models import PersonKey
from community.profiles.bringing.people.planning import AT_ONCE
from community.profiles.drafts import ProfileDraft
from community.profiles.events import ProfileSaved
from community.profiles.models import (
    Affiliation,
    Audience,
    CoveredCountry,
    Profile,
    ProfileKind,
    ProfileLink,
    ProfileTopic,
    Source,
    SpokenLanguage,
)
from community.profiles.taxonomy import Taxonomy

_FIELDS = ("native_name", "latin_name", "kinds", "headline", "biography", "based_in", "city")
_MADE_HERE = {
    table.__tablename__
    for table in (
        Profile,
        ProfileKind,
        Affiliation,
        ProfileTopic,
        CoveredCountry,
        SpokenLanguage,
        ProfileLink,
        PersonKey,
    )
}


def make(
    session: Session, people: Sequence[Person], topics: Taxonomy, *, source: str, audience: str
) -> list[int]:
    """A member and a profile for each; returns their ids. Nobody has confirmed them, so they sink below those who
    did. By the tables: ten thousand people must not hold the database for longer than a few seconds."""
    names = [(tidy_line(one.name), tidy_line(one.draft.native_name or "") or None) for one in people]
    ids = add_unclaimed(session, names, source)
    session.execute(
        insert(Profile),
        [_profile(id_, one.draft, audience) for id_, one in zip(ids, people, strict=True)],
    )
    rows: dict[type, list[dict[str, Any]]] = defaultdict(list)
    for member_id, person in zip(ids, people, strict=True):
        for table, values in _rows(person, topics):
            rows[table].append({"member_id": member_id, **values})
    for table, values_of in rows.items():
        session.execute(insert(table), values_of)
    if audience != Audience.ME:
        for member_id in ids:
            record(session, ProfileSaved(member_id=member_id))
    return ids


def take_away(session: Session, ids: Collection[int]) -> tuple[int, list[str]]:
    """(how many went, names of those who stay): whoever was claimed since, or is used by anything, stays."""
    known = sorted(ids)
    rows = _members(session, known)  # locked: from now on nothing new can name them
    held = _used(session, known)
    gone = [
        member_id for member_id, _name, claimed_at in rows if claimed_at is None and member_id not in held
    ]
    for some in _parts(gone):
        session.execute(delete(Member).where(Member.id.in_(some)))
    for member_id in gone:
        record(session, ProfileSaved(member_id=member_id))
    left = set(gone)
    return len(gone), [name for member_id, name, _claimed in rows if member_id not in left]


def _profile(member_id: int, draft: ProfileDraft, audience: str) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "version": 1,
        "audience": audience,
        "marks": marks_of([name for name in _FIELDS if getattr(draft, name)], Source.CSV),
        "biography": tidy(draft.biography),
        "biography_html": render_markdown(tidy(draft.biography), below=2) if draft.biography else "",
        "based_in": draft.based_in,
        **{name: getattr(draft, name) for name in ("latin_name", "family_name", "headline", "city")},
    }


def _rows(person: Person, topics: Taxonomy) -> Iterator[tuple[type, dict[str, Any]]]:
    """The rows of the lists, and by what the person is known again."""
    draft = person.draft
    for n, kind in enumerate(draft.kinds):
        yield ProfileKind, {"kind": kind, "position": n}
    for affiliation in draft.affiliations:
        values = {name: getattr(affiliation, name) for name in ("institution", "role", "from_year", "ror")}
        yield Affiliation, {**values, **_mark("affiliations")}
    for n, topic in enumerate(draft.topics):
        entry = topics.by_slug[topic.slug]
        mark = _mark("topics")
        if entry.is_sensitive:
            mark["audience"] = narrower(mark["audience"], SENSITIVE)
        yield ProfileTopic, {"topic_id": entry.id, "position": n, **mark}
    for place in draft.countries:
        yield CoveredCountry, {"country": place.code, **_mark("countries")}
    for n, spoken in enumerate(draft.languages):
        yield (
            SpokenLanguage,
            {"tag": spoken.language, "level": spoken.level, "position": n, **_mark("languages")},
        )
    for n, link in enumerate(draft.links):
        yield ProfileLink, {"label": link.label, "url": link.url, "position": n, **_mark("links")}
    for key in person.keys:
        yield PersonKey, {"key": key}


def _mark(rows: str) -> dict[str, Any]:
    return {"audience": ROWS[rows], "source": Source.CSV}


def _members(session: Session, ids: list[int]) -> list[Any]:
    wanted = select(Member.id, Member.display_name, Member.claimed_at).with_for_update()
    return [row for some in _parts(ids) for row in session.execute(wanted.where(Member.id.in_(some)))]


def _used(session: Session, ids: list[int]) -> set[int]:
    """Of these members whom any other row names: a byline, a place on somebody's list, a statement of the desk."""
    found: set[int] = set()
    for table in Model.metadata.tables.values():
        if table.name in _MADE_HERE:
            continue
        for key in table.foreign_keys:
            if key.column.table.name in ("member", "profile"):
                for some in _parts(ids):
                    found.update(session.scalars(select(key.parent).where(key.parent.in_(some)).distinct()))
    return found


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
