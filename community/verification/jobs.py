"""Each day: who is told that something will end, what has ended, and who is asked whether it is all still true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from community.accounts.letters import tell
from community.accounts.models import Member
from community.core import clock
from community.core.mail import public_url
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import changed
from community.profiles.models import Audience, EndedBecause, Profile, Verification
from community.profiles.statements import what
from community.profiles.verifying import due, end
from community.verification.addresses import forget_old_links

BATCH = 100
BEFORE = timedelta(days=30)
CONFIRMED_FOR = timedelta(days=365)


def keep_up() -> None:
    """All of it; each person and statement once, however often it runs."""
    for step in (end_expired, remind_of_ends, ask_to_confirm, forget_links):
        _until_done(step)


def end_expired(session: Session) -> int:
    """Statements whose last day has passed end, and their owners are told."""
    found = due(session, clock.now().date(), BATCH)
    for told in found:
        profile = session.get_one(Profile, told.member_id)
        tell(session, profile.member, _expired_words, told)
        end(session, told, EndedBecause.EXPIRED)
        changed(session, profile)
    return len(found)


def remind_of_ends(session: Session) -> int:
    """A month before its last day the owner of a statement is told, once."""
    today = clock.now().date()
    found = session.scalars(
        select(Verification)
        .where(Verification.reminded_on.is_(None), Verification.expires_on <= today + BEFORE)
        .order_by(Verification.id)
        .limit(BATCH)
    ).all()
    for told in found:
        told.reminded_on = today
        tell(session, session.get_one(Member, told.member_id), _ends_words, told)
    return len(found)


def ask_to_confirm(session: Session) -> int:
    """Who has not said for a year that their profile is true is asked, once a year."""
    year_ago = clock.now() - CONFIRMED_FOR
    found = session.scalars(
        select(Profile)
        .join(Profile.member)
        .where(
            Profile.audience != Audience.ME,
            Member.active,
            Member.email.is_not(None),
            func.coalesce(Profile.confirmed_at, Profile.created_at) < year_ago,
            or_(Profile.reminded_at.is_(None), Profile.reminded_at < year_ago),
        )
        .order_by(Profile.member_id)
        .limit(BATCH)
    ).all()
    for profile in found:
        profile.reminded_at = clock.now()
        tell(session, profile.member, _confirm_words, profile.member.handle)
    return len(found)


def forget_links(session: Session) -> int:
    forget_old_links(session)
    return 0


def _until_done(step: Callable[[Session], int]) -> None:
    found = BATCH
    while found == BATCH:
        with unit_of_work() as session:
            found = step(session)


def _expired_words(told: Verification) -> tuple[str, str]:
    return _("A verification has ended"), _(
        "On your profile this is no longer shown as verified, because a year has passed:\n\n%(what)s\n\n"
        "Have it verified again here:\n%(link)s",
        what=what(told),
        link=public_url("verification.mine"),
    )


def _ends_words(told: Verification) -> tuple[str, str]:
    return _("A verification ends in a month"), _(
        "On your profile this is verified until %(day)s:\n\n%(what)s\n\nHave it verified again here:\n%(link)s",
        day=format_date(told.expires_on),
        what=what(told),
        link=public_url("verification.mine"),
    )


def _confirm_words(handle: str) -> tuple[str, str]:
    return _("Is your profile still true?"), _(
        "You last said so more than a year ago. Profiles that were confirmed within a year come first in the"
        " directory, and yours is marked until you confirm it.\n\n"
        "Read it, correct it, and say that it is all still true:\n%(link)s",
        link=public_url("profiles.show", handle=handle),
    )
