"""A person as the other features show them: beside a reply, a story, a message, a hit of the directory."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, staff
from community.core import clock
from community.profiles.models import Affiliation, Profile, ProfileKind, Verification

VERIFICATION_LASTS = timedelta(days=366)
"""A statement that is older is not shown: what was true has to be confirmed each year."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A name and what gives it weight. `url` is None where there is no page that everybody may open."""

    name: str
    native_name: str | None = None
    url: str | None = None
    kinds: tuple[str, ...] = ()
    affiliation: str | None = None
    verified: tuple[tuple[str, date | None], ...] = ()
    initials: str = ""
    photo_url: str | None = None
    is_staff: bool = False
    role_note: str | None = None
    """What they are on this page: "author of this story"."""

    def with_note(self, text: str) -> Self:
        return replace(self, role_note=text)


def person_lines(session: Session, member_ids: Collection[int]) -> dict[int, PersonLine]:
    """The people with these ids, in five queries however many they are; an unknown id is left out.

    Without a published profile a member is a name only: nothing of a draft is shown beside what they write.
    """
    ids = set(member_ids)
    if not ids:
        return {}
    members = session.execute(
        select(
            Member.id,
            Member.handle,
            Member.display_name,
            Member.native_name,
            Profile.photo,
            Profile.is_published,
        )
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.id.in_(ids))
    ).all()
    published = {row.id for row in members if row.is_published}
    kinds = _kinds(session, published)
    affiliations = _affiliations(session, published)
    verified = _verified(session, published)
    desk = set(session.scalars(select(staff.c.member_id).where(staff.c.member_id.in_(ids))))
    return {
        row.id: PersonLine(
            name=row.display_name,
            native_name=row.native_name if row.native_name != row.display_name else None,
            url=profile_path(row.handle) if row.is_published else None,
            kinds=tuple(kinds.get(row.id, ())),
            affiliation=affiliations.get(row.id),
            verified=tuple(verified.get(row.id, {}).items()),
            initials=initials(row.display_name, row.native_name),
            photo_url=photo_path(row.photo, small=True) if row.photo and row.is_published else None,
            is_staff=row.id in desk,
        )
        for row in members
    }


def profile_path(handle: str) -> str:
    """Written here and not asked of `url_for`: jobs and socket events, which have no request, show people too."""
    return f"/people/{handle}"


def photo_path(name: str, *, small: bool = False) -> str:
    return f"/photos/{name}{'-small' if small else ''}.webp"


def verification_label(by: str) -> str:
    """What was verified, in the reader's language."""
    return {
        "orcid": "ORCID",
        "institution": _("institution’s address"),
        "editor": _("checked by the desk"),
    }.get(by, by)


def initials(name: str, native_name: str | None = None) -> str:
    """What stands in for a photo: 张 for a Chinese name, ل for an Arabic one, AN for Awa Ndiaye."""
    for form in (native_name, name):
        if form and _script(form[0]) == "CJK":
            return form[0]
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return name[:1].upper()
    if _script(words[0][0]) != "LATIN" or len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _kinds(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = select(ProfileKind.member_id, ProfileKind.kind).where(ProfileKind.member_id.in_(ids))
    for member_id, kind in session.execute(rows.order_by(ProfileKind.position)):
        found[member_id].append(kind)
    return found


def _affiliations(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The first that still holds, else the first, marked as former."""
    rows = session.execute(
        select(Affiliation.member_id, Affiliation.institution, Affiliation.to_year)
        .where(Affiliation.member_id.in_(ids))
        .order_by(Affiliation.to_year.is_not(None), Affiliation.position)
    )
    found: dict[int, str] = {}
    for member_id, institution, to_year in rows:
        ended = to_year is not None and to_year < clock.now().year
        found.setdefault(
            member_id, _("formerly %(institution)s", institution=institution) if ended else institution
        )
    return found


def _verified(session: Session, ids: Collection[int]) -> dict[int, dict[str, date | None]]:
    """For each person what was verified, and when last."""
    rows = session.execute(
        select(Verification.member_id, Verification.by, Verification.verified_on)
        .where(
            Verification.member_id.in_(ids),
            Verification.verified_on > clock.now().date() - VERIFICATION_LASTS,
        )
        .order_by(Verification.verified_on.desc(), Verification.id)
    )
    found: dict[int, dict[str, date | None]] = defaultdict(dict)
    for member_id, by, verified_on in rows:
        found[member_id].setdefault(verification_label(by), verified_on)
    return found
