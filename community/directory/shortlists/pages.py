"""A shortlist as its page shows it to one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.web.locale import country_name
from community.directory.hits import HitView, hit_view
from community.directory.shortlists import queries
from community.directory.shortlists.models import Shortlist
from community.directory.shortlists.panels import the_others
from community.directory.shortlists.policies import OneSided, one_sided
from community.directory.shortlists.queries import SeenEntry
from community.directory.talking import since_words
from community.directory.windows import talks_from, whole_minute
from community.profiles.schemas import PersonLine, lines_of, person_lines
from community.profiles.seen import Glance
from community.profiles.taxonomy import taxonomy

A_WEEK = timedelta(days=7)
"""Whoever can talk later than that is told by their notice and last day alone."""


@dataclass(frozen=True, slots=True)
class ListLineView:
    """A list among the others. `owner` is set where it is somebody else's."""

    url: str
    name: str
    people: int
    owner: PersonLine | None
    shared_with: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """`hit` is None for somebody who is not in the directory (any more) for this reader."""

    id: int
    place: int
    hit: HitView | None
    note: str
    note_version: int
    noted_by: str | None
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShortlistPage:
    """The variables of `shortlists/show.html`. `warnings` are (words, words of the link, address)."""

    public_id: str
    name: str
    entries: tuple[EntryView, ...]
    warnings: tuple[tuple[str, str, str], ...]
    is_mine: bool
    owner: PersonLine
    colleagues: tuple[tuple[str, PersonLine], ...]
    """(handle, person)"""


def list_lines(session: Session, actor: Actor) -> tuple[ListLineView, ...]:
    lines = queries.lists_of(session, actor)
    owners = person_lines(session, {one.shortlist.owner_id for one in lines} - {actor.id})
    return tuple(
        ListLineView(
            url=url_for("shortlists.show", public_id=one.shortlist.public_id),
            name=one.shortlist.name,
            people=one.people,
            owner=owners.get(one.shortlist.owner_id),
            shared_with=len(one.shortlist.shares),
            changed_at=one.shortlist.changed_at,
        )
        for one in lines
    )


def shortlist_page(session: Session, actor: Actor, shortlist: Shortlist) -> ShortlistPage:
    """The list with the eyes of this reader."""
    found = queries.seen_entries(session, actor, shortlist)
    people = [one.person for one in found if one.person is not None]
    lines = lines_of(session, people)
    topics = taxonomy(session)
    writers = {one.entry.noted_by_id for one in found if one.entry.noted_by_id} - {actor.id}
    others = person_lines(
        session, {shortlist.owner_id, *writers, *(one.member_id for one in shortlist.shares)}
    )

    now = whole_minute(clock.now())

    def talks(person: Glance) -> str:
        moment = talks_from(person, now, now + A_WEEK)
        return since_words(moment, now) if moment else ""

    def entry(one: SeenEntry) -> EntryView:
        writer = others.get(one.entry.noted_by_id or 0)
        return EntryView(
            id=one.entry.id,
            place=one.entry.position,
            hit=hit_view(actor, one.person, lines[one.person.member_id], topics, talks=talks(one.person))
            if one.person
            else None,
            note=one.entry.note,
            note_version=one.entry.note_version,
            noted_by=writer.name if writer and one.entry.noted_by_id != actor.id else None,
            noted_at=one.entry.noted_at,
        )

    return ShortlistPage(
        public_id=shortlist.public_id,
        name=shortlist.name,
        entries=tuple(map(entry, found)),
        warnings=tuple(
            (warning_words(one), link_words(one), the_others(session, actor, people, one).url())
            for one in one_sided(people, clock.now().year)
        ),
        is_mine=shortlist.owner_id == actor.id,
        owner=others[shortlist.owner_id],
        colleagues=tuple((one.member.handle, others[one.member_id]) for one in shortlist.shares),
    )


def warning_words(found: OneSided) -> str:
    """ "All 3 are based in Kenya." """
    if found.what == "country":
        return _(
            "All %(num)d people are based in one country: %(country)s.",
            num=found.people,
            country=country_name(found.value),
        )
    if found.what == "institution":
        return _(
            "All %(num)d people work in one institution: %(institution)s.",
            num=found.people,
            institution=found.value,
        )
    return {
        "scholar": _("All %(num)d people are scholars and nothing else.", num=found.people),
        "journalist": _("All %(num)d people are journalists and nothing else.", num=found.people),
        "practitioner": _("All %(num)d people are practitioners and nothing else.", num=found.people),
    }.get(found.value, found.value)


def link_words(found: OneSided) -> str:
    return {
        "country": _("People on these topics in other countries"),
        "institution": _("People on these topics"),
        "kind": _("People of other kinds on these topics"),
    }[found.what]
