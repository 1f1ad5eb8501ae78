"""What ended, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.profiles.models import EndedBecause, EndedVerification
from community.profiles.statements import editor_names, what


@dataclass(frozen=True, slots=True)
class EndedLine:
    what: str
    why: str
    reason: str
    verified_on: date
    ended_on: date


def ended_lines(session: Session, found: Sequence[EndedVerification]) -> list[EndedLine]:
    names = editor_names(session, {one.ended_by_id for one in found if one.ended_by_id})
    return [
        EndedLine(what(one), _why(one, names), one.reason, one.verified_on, one.ended_on) for one in found
    ]


def _why(one: EndedVerification, names: dict[int, str]) -> str:
    if one.because == EndedBecause.REVOKED:
        return _("taken back by %(name)s", name=names.get(one.ended_by_id or 0, _("the desk")))
    return {
        EndedBecause.EXPIRED.value: _("a year had passed"),
        EndedBecause.CHANGED.value: _("you changed what it was about"),
        EndedBecause.UNLINKED.value: _("the iD was unlinked"),
    }.get(one.because, one.because)
