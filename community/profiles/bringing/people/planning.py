"""What a file of people would do: who comes in, who is here already, what is refused. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.profiles.bringing.fields import orcid_of
from community.profiles.bringing.offers import key_of
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.lines import Person, Reading, Refused, read_lines
from community.profiles.bringing.people.models import PersonKey
from community.profiles.bringing.people.table import Table
from community.profiles.models import Verification, VerifiedBy
from community.profiles.taxonomy import taxonomy

AT_ONCE = 500
"""Values of one question to the database."""


@dataclass(frozen=True, slots=True)
class Here:
    """A line whose person is here already; nothing of them is changed."""

    line: int
    name: str
    why: str
    handle: str | None = None
    """Not told where an address alone says who it is: what a member signs in with is shown to nobody."""


@dataclass(slots=True)
class Plan:
    new: list[Person] = field(default_factory=list)
    here: list[Here] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    """Who would come in, had the editor not left the line out."""
    namesakes: set[int] = field(default_factory=set)
    """Lines of new people of whose name somebody is here, or stands above them. They come in: a name is no proof."""

    @property
    def offered(self) -> list[Person]:
        """Who could come in, as they stand in the file."""
        return sorted((*self.new, *self.left), key=lambda person: person.line)


def plan_of(
    session: Session, table: Table, reading: Reading, keys: Keys, left_out: Collection[int] = ()
) -> Plan:
    """Each line against the people who are here, and against the lines above it that are not left out."""
    read = list(read_lines(table, reading, taxonomy(session), keys))
    people = [one for one in read if isinstance(one, Person)]
    known = _Known(session, people)
    plan = Plan(refused=[one for one in read if isinstance(one, Refused)])
    lines: dict[str, int] = {}
    for person in people:
        above = next((lines[key] for key in person.keys if key in lines), None)
        here = known.here(person)
        if above is not None:
            why = _("Line %(line)d is the same person, by iD, address or number.", line=above)
            plan.here.append(Here(person.line, person.name, why))
        elif here:
            plan.here.append(here)
        elif person.line in left_out:
            plan.left.append(person)
            continue  # the same person further down may come in instead
        else:
            plan.new.append(person)
        for key in person.keys:
            lines.setdefault(key, person.line)
    plan.namesakes = _namesakes(session, plan.offered)
    return plan


class _Known:
    """Who is here of those in a file, by what proves it."""

    def __init__(self, session: Session, people: list[Person]) -> None:
        keys = {key for person in people for key in person.keys}
        rows = _in(session, keys, PersonKey.key, PersonKey.member_id, PersonKey.key)
        self._by_key = {key: member_id for member_id, key in rows}
        self._by_orcid = _of_orcids(session)
        emails = {person.email for person in people if person.email}
        self._emails = {
            email
            for email, confirmed in _in(session, emails, Member.email, Member.email, Member.confirmed_at)
            if confirmed
        }
        ids = {*self._by_key.values(), *self._by_orcid.values()}
        handles: Any = _in(session, ids, Member.id, Member.id, Member.handle)
        self._handles: dict[int, str] = dict(handles)

    def here(self, person: Person) -> Here | None:
        if person.orcid in self._by_orcid:
            handle = self._handles.get(self._by_orcid[person.orcid])
            return Here(person.line, person.name, _("Here already, with this ORCID iD."), handle)
        found = next((self._by_key[key] for key in person.keys if key in self._by_key), None)
        if found is not None:
            return Here(person.line, person.name, _("Came in before."), self._handles.get(found))
        if person.email in self._emails:
            return Here(person.line, person.name, _("A member has this address."))
        return None


def _of_orcids(session: Session) -> dict[str, int]:
    """iD -> whose it is, of those who proved it by signing in there."""
    rows = session.execute(
        select(Verification.about, Verification.member_id).where(Verification.by == VerifiedBy.ORCID)
    )
    return {orcid: member_id for about, member_id in rows if (orcid := orcid_of(about))}


def _namesakes(session: Session, people: list[Person]) -> set[int]:
    names = {person.name for person in people}
    seen = {key_of(name) for (name,) in _in(session, names, Member.display_name, Member.display_name)}
    found = set()
    for person in people:
        name = key_of(person.name)
        if name in seen:
            found.add(person.line)
        seen.add(name)
    return found


def _in(session: Session, values: Iterable[Any], column: Any, *wanted: Any) -> Iterator[tuple[Any, ...]]:
    """Rows whose `column` is among the values, however many these are."""
    rest = sorted(values)
    for start in range(0, len(rest), AT_ONCE):
        rows = session.execute(select(*wanted).where(column.in_(rest[start : start + AT_ONCE])))
        yield from (tuple(row) for row in rows)
