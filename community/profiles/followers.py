"""What follows in profiles, from the outbox and from the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from community.accounts.events import MemberMoved, MemberReadmitted, MemberRenamed, MemberSuspended
from community.core.pictures import forget_picture
from community.core.unit_of_work import unit_of_work
from community.profiles import actions
from community.profiles.events import PhotoDropped
from community.profiles.models import Profile
from community.profiles.verifying import end_what_changed


def delete_photos(facts: Sequence[PhotoDropped]) -> None:
    """The files go after the commit that dropped them, so that none is missing before."""
    for fact in facts:
        forget_picture(current_app.extensions["settings"].instance_dir / "uploads", fact.photo)


def note_changed_member(
    facts: Sequence[MemberRenamed | MemberMoved | MemberSuspended | MemberReadmitted],
) -> None:
    """Name, time zone and whether they are there at all are part of what readers see of a profile: whoever follows
    profiles hears of it."""
    with unit_of_work() as session:
        ids = {fact.member_id for fact in facts}
        for profile in session.scalars(select(Profile).where(Profile.member_id.in_(ids))):
            end_what_changed(session, profile)
            actions.changed(session, profile)


def end_availability() -> None:
    """Each day: whoever was available until yesterday is not said to be so today."""
    with unit_of_work() as session:
        actions.end_availability(session)
