"""A person as the other features show them: beside a reply, a story, a message, a hit of the directory."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, is_entry, staff
from community.core import clock
from community.profiles.audiences import field_audience
from community.profiles.models import (
    Affiliation,
    Audience,
    Profile,
    ProfileKind,
    Subject,
    Verification,
    valid_on,
)
from community.profiles.seen import Glance


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
    entry: str | None = None
    """Handle of whom an import brought, and who is nobody's yet: beside the name stands "Is this you?"."""
    role_note: str | None = None
    """What they are on this page: "author of this story"."""

    def with_note(self, text: str) -> Self:
        return replace(self, role_note=text)


def person_lines(session: Session, member_ids: Collection[int]) -> dict[int, PersonLine]:
    """The people with these ids, in five queries however many they are; an unknown id is left out.

    For pages that are the same for all readers, and kept for them: only what is public stands in a line. Without a
    profile that everybody may open a member is a name only.
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
            is_entry.label("is_entry"),
            Profile.photo,
            Profile.audience,
            Profile.marks,
        )
        .outerjoin(Profile, Profile.member_id == Member.id)
        .where(Member.id.in_(ids))
    ).all()
    published = {row.id for row in members if row.audience == Audience.PUBLIC}
    of_public_kinds = {row.id for row in members if row.id in published and _is_public(row, "kinds")}
    kinds = _kinds(session, of_public_kinds)
    affiliations = _affiliations(session, published)
    verified = _verified(session, published, of_public_kinds)
    desk = staff_among(session, ids)
    lines = {}
    for row in members:
        native_name = row.native_name if _is_public(row, "native_name") else None
        has_photo = row.photo and row.id in published and _is_public(row, "photo")
        lines[row.id] = PersonLine(
            name=row.display_name,
            native_name=_other(native_name, row.display_name),
            url=profile_path(row.handle) if row.id in published else None,
            kinds=tuple(kinds.get(row.id, ())),
            affiliation=affiliations.get(row.id),
            verified=tuple(verified.get(row.id, {}).items()),
            initials=initials(row.display_name, native_name),
            photo_url=photo_path(row.photo, small=True) if has_photo else None,
            is_staff=row.id in desk,
            entry=row.handle if row.is_entry else None,
        )
    return lines


def kind_names() -> dict[str, str]:
    """Of each kind, in the reader's language."""
    return {"scholar": _("scholar"), "journalist": _("journalist"), "practitioner": _("practitioner")}


def _is_public(row: Any, field: str) -> bool:
    return field_audience(row.marks, field) == Audience.PUBLIC


def lines_of(session: Session, people: Iterable[Glance]) -> dict[int, PersonLine]:
    """A line for each, with what *this reader* sees of them: for pages that are made for one reader."""
    found = {one.member_id: one for one in people}
    desk = staff_among(session, found.keys())
    return {member_id: _line_of(one, is_staff=member_id in desk) for member_id, one in found.items()}


def _line_of(one: Glance, *, is_staff: bool) -> PersonLine:
    verified: dict[str, date | None] = {}
    for statement in one.verifications:
        verified.setdefault(verification_label(statement.by), statement.verified_on)
    held = sorted(one.affiliations, key=lambda affiliation: affiliation.to_year is not None)
    return PersonLine(
        name=one.display_name,
        native_name=_other(one.native_name, one.display_name),
        url=profile_path(one.handle),
        kinds=one.kinds,
        affiliation=_as_of_today(held[0].institution, held[0].to_year) if held else None,
        verified=tuple(verified.items()),
        initials=initials(one.display_name, one.native_name),
        photo_url=photo_path(one.photo, small=True) if one.photo else None,
        is_staff=is_staff,
    )


def staff_among(session: Session, ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(staff.c.member_id).where(staff.c.member_id.in_(ids))))


def _other(native_name: str | None, name: str) -> str | None:
    return native_name if native_name != name else None


def _as_of_today(institution: str, to_year: int | None) -> str:
    ended = to_year is not None and to_year < clock.now().year
    return _("formerly %(institution)s", institution=institution) if ended else institution


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
        .where(Affiliation.member_id.in_(ids), Affiliation.audience == Audience.PUBLIC)
        .order_by(Affiliation.to_year.is_not(None), Affiliation.position)
    )
    found: dict[int, str] = {}
    for member_id, institution, to_year in rows:
        found.setdefault(member_id, _as_of_today(institution, to_year))
    return found


def _verified(
    session: Session, ids: Collection[int], of_public_kinds: Collection[int]
) -> dict[int, dict[str, date | None]]:
    """For each person what was verified, and when last."""
    rows = session.execute(
        select(Verification.member_id, Verification.by, Verification.verified_on)
        .join(Member, Member.id == Verification.member_id)
        .outerjoin(Affiliation, Affiliation.id == Verification.affiliation_id)
        .where(
            Verification.member_id.in_(ids),
            Verification.audience == Audience.PUBLIC,
            func.coalesce(Affiliation.audience, Audience.PUBLIC) == Audience.PUBLIC,
            or_(Verification.subject != Subject.KIND, Verification.member_id.in_(of_public_kinds)),
            or_(Verification.subject != Subject.NAME, Verification.about.in_(("", Member.display_name))),
            valid_on(clock.now().date()),
        )
        .order_by(Verification.verified_on.desc(), Verification.id)
    )
    found: dict[int, dict[str, date | None]] = defaultdict(dict)
    for member_id, by, verified_on in rows:
        found[member_id].setdefault(verification_label(by), verified_on)
    return found
