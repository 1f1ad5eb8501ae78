"""The profile when a claim is undone: the entry's is again what it was then; what the member wrote stays theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming.profile import FIELDS, LISTS, OWN, STATEMENTS
from community.claiming.trace import Values, profile_of, read_row, rows_of, table_of
from community.core import clock
from community.core.events import record
from community.profiles.actions import changed
from community.profiles.events import ProfileSaved
from community.profiles.models import (
    Affiliation,
    Appearance,
    Audience,
    EndedBecause,
    EndedVerification,
    Profile,
    ProfileTopic,
    Publication,
    TopicEvidence,
    Verification,
)
from community.profiles.taxonomy import taxonomy
from community.profiles.verifying import end_what_changed

_NOT_SAID = {"id", "member_id", "position", "audience", "source", "confirmed_on", "affiliation_id"}
"""Columns that make no two rows say something else."""
_STATED = ("by", "subject", "about", "statement", "domain", "editor_id", "verified_on")
_POINTS_AT = (
    ("publication_id", Publication),
    ("appearance_id", Appearance),
    ("affiliation_id", Affiliation),
)
_OF_PERSON = ("editor_id", "ended_by_id", "endorsed_by_id")
_BODY = ("biography_html", "biography_language")


def give_back(session: Session, entry: Member, member: Member, trace: Values, replies: set[int]) -> None:
    """`replies` are the numbers of those that go back."""
    session.flush()
    if trace["profile"] is None:
        return
    ended = _take_statements(session, member.id, trace)
    endorsed = _take_endorsed(session, member.id, replies)
    _take_rows(session, member.id, trace)
    _take_fields(session, member, trace)
    _make_again(session, entry.id, trace, ended, endorsed)
    session.expire_all()
    changed(session, session.get_one(Profile, entry.id))
    mine = session.get(Profile, member.id)
    if mine is None:
        record(session, ProfileSaved(member_id=member.id))
        return
    end_what_changed(session, mine)
    mine.version += 1  # a form that is open still says what goes
    changed(session, mine)


def said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row says, to compare it with another one's."""
    return tuple(sorted((name, str(value)) for name, value in row.items() if name not in _NOT_SAID))


def _take_statements(session: Session, member_id: int, trace: Values) -> set[str]:
    """What was verified of the entry is no longer the member's. Returns which statements have ended since, by other
    than the claim: those come back as ended."""
    stated = {_statement(row) for row in trace["rows"].get(Verification.__tablename__, ())}
    had_ended = {_statement(row) for row in trace["rows"].get(EndedVerification.__tablename__, ())}
    ended = set()
    for rows, known in ((Verification, stated), (EndedVerification, stated | had_ended)):
        table = table_of(rows)
        for row in rows_of(session, table, member_id):
            if _statement(row) not in known:
                continue
            session.execute(delete(table).where(table.c.id == row["id"]))
            ended_since = rows is EndedVerification and row["because"] != EndedBecause.CHANGED
            if ended_since and _statement(row) not in had_ended:
                trace["rows"].setdefault(table.name, []).append(row)
                ended.add(_statement(row))
    return ended


def _statement(row: Mapping[str, Any]) -> str:
    return repr([row[name] for name in _STATED])


def _take_endorsed(session: Session, member_id: int, replies: set[int]) -> list[Values]:
    """What editors endorsed since of replies that go back."""
    table = table_of(TopicEvidence)
    found = [row for row in rows_of(session, table, member_id) if row["reply_id"] in replies]
    for row in found:
        session.execute(delete(table).where(table.c.id == row["id"]))
    return found


def _take_rows(session: Session, member_id: int, trace: Values) -> None:
    """Of lists that came from the entry, the rows that still say what they said then. What the member added or
    worded anew is theirs."""
    for rows in LISTS:
        table = table_of(rows)
        if table.name not in trace["taken"]:
            continue
        theirs = {said(row) for row in trace["rows"].get(table.name, ())}
        keys = [column.name for column in table.primary_key.columns]
        for row in rows_of(session, table, member_id):
            if said(row) in theirs:
                session.execute(delete(table).where(*(table.c[key] == row[key] for key in keys)))


def _take_fields(session: Session, member: Member, trace: Values) -> None:
    """Fields are again what they were before, unless the member wrote something else since. A profile that began with
    the entry's is for its owner's eyes until they publish it; with nothing of theirs in it, it goes."""
    before, theirs, now = trace["before"], trace["profile"], profile_of(session, member.id)
    if member.native_name == trace["member"]["native_name"]:
        member.native_name = before["native_name"]
    if now is None:
        return
    is_whole = before["profile"] is None
    empty = before["profile"] or _empty_profile()
    names = [name for name in theirs if name not in OWN] if is_whole else [*FIELDS, *_BODY]
    taken = {name: empty[name] for name in names if now[name] == theirs[name] != empty[name]}
    for name in _BODY:  # follow the text
        if "biography" not in taken:
            taken.pop(name, None)
    marks = {name: mark for name, mark in (now["marks"] or {}).items() if name not in taken}
    marks |= {name: mark for name, mark in (empty["marks"] or {}).items() if name in taken}
    taken["marks"] = marks
    if is_whole:
        taken |= {"audience": Audience.ME, "confirmed_at": None, "created_at": now["created_at"]}
    table = table_of(Profile)
    session.execute(
        update(Profile)
        .where(Profile.member_id == member.id)
        .values(read_row(table, taken))
        .execution_options(synchronize_session=False)
    )
    if is_whole and _is_empty(session, member.id):
        session.execute(delete(table).where(table.c.member_id == member.id))


def _empty_profile() -> Values:
    found: Values = {}
    for column in table_of(Profile).columns:
        default: Any = column.default
        arg = default.arg if default is not None else None
        found[column.name] = arg(None) if callable(arg) else arg
    return found


def _is_empty(session: Session, member_id: int) -> bool:
    now, empty = profile_of(session, member_id) or {}, _empty_profile()
    apart = {*OWN, "created_at", "audience", "confirmed_at", "reminded_at", "marks"}
    if any(value != empty[name] for name, value in now.items() if name not in apart):
        return False
    return not any(rows_of(session, table_of(one), member_id, at_most=1) for one in (*LISTS, *STATEMENTS))


def _make_again(
    session: Session, entry_id: int, trace: Values, ended: set[str], endorsed: list[Values]
) -> None:
    """All that the entry's profile said, under new numbers."""
    profile = {**trace["profile"], "member_id": entry_id, "updated_at": clock.now().isoformat()}
    session.execute(insert(Profile).values(read_row(table_of(Profile), profile)))
    topics = _topics_now(session, trace)
    numbers: dict[tuple[str, Any], int] = {}
    for rows in (*LISTS, *STATEMENTS):
        table, seen = table_of(rows), set()
        for row in trace["rows"].get(table.name, ()):
            if rows is Verification and _statement(row) in ended:
                continue
            values = _pointing(session, {**row, "member_id": entry_id}, numbers, topics)
            if values is None or ("topic_id" in values and values["topic_id"] in seen):
                continue
            seen.add(values.get("topic_id"))
            number = values.pop("id", None)
            key, *_others = table.primary_key.columns
            made = session.scalar(insert(table).values(read_row(table, values)).returning(key))
            if number is not None and made is not None:
                numbers[table.name, number] = made
    _prove_again(session, entry_id, [*trace["rows"].get("topic_evidence", ()), *endorsed], numbers, topics)


def _prove_again(
    session: Session,
    entry_id: int,
    proofs: list[Values],
    numbers: Mapping[tuple[str, Any], int],
    topics: Mapping[Any, int],
) -> None:
    held = set(session.scalars(select(ProfileTopic.topic_id).where(ProfileTopic.member_id == entry_id)))
    table, seen = table_of(TopicEvidence), set()
    for row in proofs:
        values = _pointing(session, {**row, "member_id": entry_id}, numbers, topics)
        if values is None or values["topic_id"] not in held:
            continue
        values.pop("id")
        same = tuple(values[name] for name in ("topic_id", "publication_id", "appearance_id", "reply_id"))
        if same not in seen:
            seen.add(same)
            session.execute(insert(table).values(read_row(table, values)))


def _pointing(
    session: Session, row: Values, numbers: Mapping[tuple[str, Any], int], topics: Mapping[Any, int]
) -> Values | None:
    """The row with today's numbers of what it points at; None where its topic is nowhere any more."""
    for column, rows in _POINTS_AT:
        if row.get(column) is not None:
            row[column] = numbers.get((rows.__tablename__, row[column]))
    for column in _OF_PERSON:
        if row.get(column) is not None and session.get(Member, row[column]) is None:
            row[column] = None
    if "topic_id" in row:
        row["topic_id"] = topics.get(row["topic_id"])
        if row["topic_id"] is None:
            return None
    return row


def _topics_now(session: Session, trace: Values) -> dict[Any, int]:
    """Number then -> number now: a topic may have been merged into another."""
    known = taxonomy(session)
    slugs = {int(number): slug for number, slug in trace["topics"].items()}
    return {number: known.by_slug[slug].id for number, slug in slugs.items() if slug in known.by_slug}
