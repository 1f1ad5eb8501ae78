"""The profile of an entry becomes a member's: whole where they have none, else only what theirs leaves empty."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.profiles.actions import changed
from community.profiles.audiences import LADDER, field_mark, narrower, set_field_mark
from community.profiles.models import (
    Affiliation,
    Appearance,
    CoveredCountry,
    CoveredRegion,
    Disclosure,
    EndedVerification,
    NameVariant,
    NotMyField,
    Profile,
    ProfileKind,
    ProfileLink,
    ProfileTopic,
    Publication,
    SpokenLanguage,
    Verification,
)
from community.profiles.verifying import end_what_changed

LISTS = (
    ProfileKind,
    NameVariant,
    Affiliation,
    NotMyField,
    ProfileTopic,
    CoveredCountry,
    CoveredRegion,
    SpokenLanguage,
    Publication,
    Appearance,
    Disclosure,
    ProfileLink,
)
STATEMENTS = (Verification, EndedVerification)
FIELDS = ("latin_name", "headline", "biography", "based_in", "city")
OWN = {"member_id", "version", "updated_at"}


def take_profile(session: Session, entry: Member, member: Member) -> None:
    """Nothing is seen by more people than saw it before: an item brings along the audience of the page it stood on."""
    theirs, mine = session.get(Profile, entry.id), session.get(Profile, member.id)
    if theirs is None:
        return
    if mine is None:
        _take_whole(session, theirs, member.id)
        _take_native_name(entry, member)
    else:
        _fill(session, theirs, mine)
    session.flush()
    session.expire_all()
    mine = session.get_one(Profile, member.id)
    end_what_changed(session, mine)
    changed(session, mine)


def _take_whole(session: Session, theirs: Profile, member_id: int) -> None:
    table = cast(Table, Profile.__table__)
    kept = {column.key: getattr(theirs, column.key) for column in table.columns if column.key not in OWN}
    session.execute(
        insert(Profile).values(
            member_id=member_id, version=1, updated_at=clock.grown(theirs.updated_at), **kept
        )
    )
    for rows in (*LISTS, *STATEMENTS):
        _move(session, rows, theirs.member_id, member_id)


def _take_native_name(entry: Member, member: Member) -> None:
    member.native_name = member.native_name or entry.native_name


def _fill(session: Session, theirs: Profile, mine: Profile) -> None:
    for name in FIELDS:
        if getattr(theirs, name) and not getattr(mine, name):
            setattr(mine, name, getattr(theirs, name))
            _mark(theirs, mine, name)
    if mine.biography == theirs.biography:
        mine.biography_html, mine.biography_language = theirs.biography_html, theirs.biography_language
    if theirs.kinds and not mine.kinds:
        _mark(theirs, mine, "kinds")
    session.flush()
    taken = {rows for rows in LISTS if not _has(session, rows, mine.member_id)}
    for rows in LISTS:
        if rows in taken:
            _narrow(session, rows, theirs)
            _move(session, rows, theirs.member_id, mine.member_id)
    if ProfileTopic in taken and NotMyField not in taken:
        denied = select(NotMyField.topic_id).where(NotMyField.member_id == mine.member_id)
        session.execute(
            delete(ProfileTopic).where(
                ProfileTopic.member_id == mine.member_id, ProfileTopic.topic_id.in_(denied)
            )
        )
    if Affiliation not in taken:  # a statement about an affiliation goes with it
        session.execute(
            delete(Verification).where(
                Verification.member_id == theirs.member_id, Verification.affiliation_id.is_not(None)
            )
        )
    _narrow(session, Verification, theirs)
    for statements in STATEMENTS:
        _move(session, statements, theirs.member_id, mine.member_id)


def _mark(theirs: Profile, mine: Profile, name: str) -> None:
    """As few people as before see it, and as few as the member wants to see this field."""
    mark = field_mark(theirs, name)
    set_field_mark(
        mine,
        name,
        audience=narrower(narrower(mark.audience, theirs.audience), field_mark(mine, name).audience),
        source=mark.source,
        confirmed_on=mark.confirmed_on or theirs.created_at.date(),
    )


def _narrow(session: Session, rows: Any, theirs: Profile) -> None:
    """What stood on a page for few is for as few on a page for many."""
    if not hasattr(rows, "audience"):
        return
    for audience in LADDER:
        fewer = narrower(audience, theirs.audience)
        if fewer != audience:
            session.execute(
                update(rows)
                .where(rows.member_id == theirs.member_id, rows.audience == audience)
                .values(audience=fewer)
                .execution_options(synchronize_session=False)
            )


def _has(session: Session, rows: Any, member_id: int) -> bool:
    return session.scalar(select(rows.member_id).where(rows.member_id == member_id).limit(1)) is not None


def _move(session: Session, rows: Any, entry_id: int, member_id: int) -> None:
    session.execute(
        update(rows)
        .where(rows.member_id == entry_id)
        .values(member_id=member_id)
        .execution_options(synchronize_session=False)
    )
