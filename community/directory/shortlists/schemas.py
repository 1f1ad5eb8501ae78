"""A shortlist as JSON: what comes in, and what a reader gets."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.directory.schemas import PersonBrief, person_brief
from community.directory.shortlists import queries
from community.directory.shortlists.models import Shortlist
from community.directory.shortlists.policies import one_sided
from community.directory.shortlists.queries import SeenEntry
from community.profiles.schemas import PersonLine, lines_of


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Handle = Annotated[str, Field(max_length=80)]
Note = Annotated[str, Field(max_length=20_000, description="Plain text, at most 2,000 characters.")]


class ShortlistIn(_Input):
    name: Annotated[str, Field(max_length=400, description="At most 120 characters.")]


class PersonIn(_Input):
    handle: Handle
    note: Note = ""


class NoteIn(_Input):
    note: Note
    version: Annotated[int, Field(ge=0, le=2**31, description="The note_version that you read.")]


class PlaceIn(_Input):
    place: Annotated[int, Field(ge=1, le=1000, description="Counted from 1.")]


class EntryOut(BaseModel):
    id: int
    place: int
    person: PersonBrief | None = Field(description="null: not in the directory any more, or not for you.")
    note: str
    note_version: int
    noted_at: AwareDatetime | None
    added_at: AwareDatetime


class ShortlistLineOut(BaseModel):
    id: str
    name: str
    people: int
    is_mine: bool
    changed_at: AwareDatetime


class ShortlistsOut(BaseModel):
    shortlists: list[ShortlistLineOut]


class ShortlistOut(BaseModel):
    """As this reader sees it."""

    id: str
    name: str
    is_mine: bool
    colleagues: list[str] = Field(description="Handles of those with whom it is shared.")
    one_sided: list[str] = Field(description="Of country, institution, kind: what all of the people share.")
    entries: list[EntryOut]


def line_out(actor: Actor, line: queries.ListLine) -> ShortlistLineOut:
    return ShortlistLineOut(
        id=line.shortlist.public_id,
        name=line.shortlist.name,
        people=line.people,
        is_mine=line.shortlist.owner_id == actor.id,
        changed_at=line.shortlist.changed_at,
    )


def shortlist_out(session: Session, actor: Actor, shortlist: Shortlist) -> ShortlistOut:
    found = queries.seen_entries(session, actor, shortlist)
    people = [one.person for one in found if one.person is not None]
    lines = lines_of(session, people)
    return ShortlistOut(
        id=shortlist.public_id,
        name=shortlist.name,
        is_mine=shortlist.owner_id == actor.id,
        colleagues=[one.member.handle for one in shortlist.shares],
        one_sided=[one.what for one in one_sided(people, clock.now().year)],
        entries=[_entry_out(one, lines) for one in found],
    )


def _entry_out(one: SeenEntry, lines: dict[int, PersonLine]) -> EntryOut:
    entry, person = one.entry, one.person
    return EntryOut(
        id=entry.id,
        place=entry.position,
        person=person_brief(person, lines[person.member_id]) if person else None,
        note=entry.note,
        note_version=entry.note_version,
        noted_at=entry.noted_at,
        added_at=entry.added_at,
    )
