"""Verbs of the desk: show what a file of people would do, map its columns, bring it in, say who sees it, undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import record
from community.profiles.bringing.errors import NothingChosen
from community.profiles.bringing.fields import text_of
from community.profiles.bringing.models import Batch, Scope
from community.profiles.bringing.people.columns import COLUMNS, guessed
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.lines import Reading, columns_missing
from community.profiles.bringing.people.making import make, take_away
from community.profiles.bringing.people.planning import AT_ONCE, Plan, plan_of
from community.profiles.bringing.people.table import Table
from community.profiles.events import ProfileSaved
from community.profiles.models import Audience, Kind, Profile, Source
from community.profiles.taxonomy import taxonomy

MOST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What a preview holds: the table as it was read, and how it is to be read on."""

    table: Table
    reading: Reading
    left_out: frozenset[int] = frozenset()
    """Lines that the editor does not want, whatever stands in them."""

    def as_json(self) -> dict[str, Any]:
        return {
            "table": self.table.as_json(),
            "reading": asdict(self.reading),
            "left_out": sorted(self.left_out),
        }

    @property
    def lines(self) -> frozenset[int]:
        return frozenset(line.number for line in self.table.lines)

    @staticmethod
    def of(batch: Batch) -> Kept:
        kept = batch.preview
        reading = Reading(tuple(kept["reading"]["columns"]), kept["reading"]["kind"])
        return Kept(Table.from_json(kept["table"]), reading, frozenset(kept.get("left_out", ())))


def reading_of(table: Table) -> Reading:
    """How the headings themselves ask to be read."""
    return Reading(tuple(guessed(table.header)))


def show_table(session: Session, actor: Actor, table: Table, file_name: str) -> Batch:
    """Keep a table for a day; nobody of it is here yet."""
    own = select(Batch).where(
        Batch.member_id == actor.id, Batch.scope == Scope.PEOPLE, Batch.applied_at.is_(None)
    )
    for old in session.scalars(own.order_by(Batch.id.desc()).offset(MOST_OPEN - 1)):
        session.delete(old)
    batch = Batch(
        member_id=actor.id,
        scope=Scope.PEOPLE,
        source=Source.CSV,
        file_name=text_of(file_name, "venue"),
        preview=Kept(table, reading_of(table)).as_json(),
    )
    session.add(batch)
    session.flush()
    return batch


def read_as(session: Session, actor: Actor, batch_id: int, columns: Sequence[str], kind: str) -> bool:
    """Read the table so from now on. Returns whether that is another way than before. Raises Invalid for what is not
    offered, NotFound, and Conflict for one that is brought in."""
    batch = _waiting(session, actor, batch_id)
    kept = Kept.of(batch)
    named = [column for column in columns if column]
    if len(columns) != len(kept.table.header) or not set(named) <= COLUMNS.keys() or kind not in set(Kind):
        raise Invalid()
    if len(set(named)) != len(named):
        raise Invalid(_("Two columns are read as the same. Please choose another, or leave one out."))
    reading = Reading(tuple(columns), kind)
    batch.preview = replace(kept, reading=reading).as_json()
    return reading != kept.reading


def leave_out(
    session: Session, actor: Actor, batch_id: int, shown: Collection[int], taken: Collection[int]
) -> None:
    """Of the lines that were shown, take those that are ticked; what was not shown stays as it was. Raises NotFound."""
    batch = _waiting(session, actor, batch_id)
    kept = Kept.of(batch)
    left = (kept.left_out - frozenset(taken)) | (frozenset(shown) - frozenset(taken))
    batch.preview = replace(kept, left_out=left & kept.lines).as_json()


def leave_all_out(session: Session, actor: Actor, batch_id: int, *, on: bool = True) -> None:
    """Every line, or none any more. Raises NotFound."""
    batch = _waiting(session, actor, batch_id)
    kept = Kept.of(batch)
    batch.preview = replace(kept, left_out=kept.lines if on else frozenset()).as_json()


def bring_in(session: Session, actor: Actor, batch_id: int, audience: str, keys: Keys) -> Plan:
    """Make whoever is new at this moment. `audience` may open the new profiles; `me` is nobody yet.

    Raises Invalid, NothingChosen, NotFound, and Conflict for one that is brought in.
    """
    if audience not in set(Audience):
        raise Invalid(field="audience")
    batch = _waiting(session, actor, batch_id)
    kept = Kept.of(batch)
    if missing := columns_missing(kept.reading.columns):
        raise Invalid(missing)
    plan = plan_of(session, kept.table, kept.reading, keys, kept.left_out)
    if not plan.new:
        raise NothingChosen(
            _("No line is ticked, so that nobody would come in.")
            if plan.left
            else _("Nobody of it is new, so that nobody would come in.")
        )
    try:
        ids = make(session, plan.new, taxonomy(session), source=f"csv:{batch.id}", audience=audience)
    except IntegrityError:
        raise Conflict(
            _("Some of them came in at this very moment. Please look at the preview again.")
        ) from None
    batch.made = [{"to": "people", "id": member_id} for member_id in ids]
    batch.applied_at, batch.preview, batch.audience = clock.now(), {}, audience
    return plan


def show_to(session: Session, actor: Actor, batch_id: int, audience: str) -> int:
    """Let this audience open those whom nobody has claimed since. Returns how many they are."""
    if audience not in set(Audience):
        raise Invalid(field="audience")
    batch = _brought(session, batch_id)
    ids = [one["id"] for one in batch.made]
    batch.audience = audience
    count = 0
    for start in range(0, len(ids), AT_ONCE):
        wanted = (
            select(Profile.member_id, Profile.updated_at)
            .join(Member, Member.id == Profile.member_id)
            .where(Profile.member_id.in_(ids[start : start + AT_ONCE]), Member.claimed_at.is_(None))
        )
        rows = session.execute(wanted.with_for_update()).all()
        count += len(rows)
        if rows:
            session.execute(
                update(cast(SqlTable, Profile.__table__)).where(Profile.member_id == bindparam("whose")),
                [
                    {"whose": member_id, "audience": audience, "updated_at": clock.grown(moment)}
                    for member_id, moment in rows
                ],
            )
        for member_id, _moment in rows:
            record(session, ProfileSaved(member_id=member_id))
    return count


def undo(session: Session, actor: Actor, batch_id: int) -> tuple[int, list[str]]:
    """(how many went, names of those who stay because they were claimed or used since)"""
    batch = _brought(session, batch_id)
    outcome = take_away(session, [one["id"] for one in batch.made])
    batch.undone_at, batch.made = clock.now(), []
    return outcome


def discard(session: Session, actor: Actor, batch_id: int) -> None:
    session.delete(_waiting(session, actor, batch_id))


def _waiting(session: Session, actor: Actor, batch_id: int) -> Batch:
    """A preview of the actor's own, under a lock."""
    batch = _locked(session, batch_id)
    if batch.applied_at is not None:
        raise Conflict(_("This was brought in already."))
    if batch.member_id != actor.id:
        raise NotFound()
    return batch


def _brought(session: Session, batch_id: int) -> Batch:
    """What came in is the desk's: any editor may undo it."""
    batch = _locked(session, batch_id)
    if batch.applied_at is None:
        raise NotFound()
    if batch.undone_at is not None:
        raise Conflict(_("There is nothing of it to undo."))
    return batch


def _locked(session: Session, batch_id: int) -> Batch:
    found = session.scalar(
        select(Batch).where(Batch.id == batch_id, Batch.scope == Scope.PEOPLE).with_for_update()
    )
    if found is None:
        raise NotFound()
    return found
