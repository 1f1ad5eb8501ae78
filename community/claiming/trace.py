"""What an entry held on the day it became somebody's, as values that JSON can keep: by it a claim can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Column, Date, Table, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming.profile import LISTS, STATEMENTS
from community.claiming.whose import PLACE, WHOSE
from community.core.db import UtcDateTime
from community.profiles.models import Profile, TopicEvidence
from community.profiles.taxonomy import taxonomy

Values = dict[str, Any]
"""Column -> value of one row."""

_OF_MEMBER = ("handle", "display_name", "native_name", "created_at", "import_source", "import_id")


def begin_trace(session: Session, entry: Member, member: Member) -> Values:
    """Before anything is moved."""
    theirs: Values = {"member": {name: _plain(getattr(entry, name)) for name in _OF_MEMBER}}
    rows = {
        one.__tablename__: rows_of(session, table_of(one), entry.id)
        for one in (*LISTS, *STATEMENTS, TopicEvidence)
    }
    return {
        **theirs,
        "profile": profile_of(session, entry.id),
        "rows": {name: found for name, found in rows.items() if found},
        "places": {name: _places(session, name, entry.id) for name in WHOSE},
        "before": {"native_name": member.native_name, "profile": profile_of(session, member.id)},
        "taken": [
            one.__tablename__ for one in LISTS if not rows_of(session, table_of(one), member.id, at_most=1)
        ],
        "topics": {str(one.id): one.slug for one in taxonomy(session).topics},
        "here": _places(session, "byline.member_id", member.id),
    }


def end_trace(session: Session, trace: Values, entry_id: int) -> None:
    """After it: what could not be moved, because the member stood there already, is noted apart."""
    stayed = {name: _places(session, name, entry_id) for name in WHOSE}
    trace["stayed"] = {
        name: rows_of(session, table_of(WHOSE[name].class_), entry_id, WHOSE[name].key)
        if name != "shortlist_entry.member_id"
        else [{"id": number} for number in places]  # the note is its writer's: it stays with them
        for name, places in stayed.items()
        if places
    }
    trace["places"] = {
        name: [place for place in places if place not in stayed[name]]
        for name, places in trace["places"].items()
    }


def table_of(model: Any) -> Table:
    return cast(Table, model.__table__)


def rows_of(
    session: Session, table: Table, member_id: int, column: str = "member_id", at_most: int | None = None
) -> list[Values]:
    keys = list(table.primary_key.columns)
    found = select(table).where(table.c[column] == member_id).order_by(*keys).limit(at_most)
    return [{name: _plain(value) for name, value in row.items()} for row in session.execute(found).mappings()]


def profile_of(session: Session, member_id: int) -> Values | None:
    return next(iter(rows_of(session, table_of(Profile), member_id)), None)


def read_row(table: Table, values: Mapping[str, Any]) -> Values:
    """The values as the columns take them."""
    return {name: _typed(table.c[name], value) for name, value in values.items() if name in table.c}


def _places(session: Session, name: str, member_id: int) -> list[Any]:
    return list(session.scalars(select(PLACE[name]).where(WHOSE[name] == member_id).order_by(PLACE[name])))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
