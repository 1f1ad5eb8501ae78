"""What was verified, in words: exactly what, by whom, when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.profiles.models import Subject, VerifiedBy


class Said(Protocol):
    """What is known of a statement: of one that a reader may see, of the row itself, or of one that ended."""

    @property
    def by(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def domain(self) -> str | None: ...


class Dated(Said, Protocol):
    @property
    def id(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def editor_id(self) -> int | None: ...
    @property
    def verified_on(self) -> date: ...
    @property
    def expires_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class StatementLine:
    id: int
    what: str
    how: str
    reason: str
    verified_on: date
    expires_on: date
    url: str | None = None


def statement_lines(session: Session, statements: Iterable[Dated]) -> tuple[StatementLine, ...]:
    found = tuple(statements)
    names = editor_names(session, {one.editor_id for one in found if one.editor_id})
    return tuple(
        StatementLine(
            id=one.id,
            what=what(one),
            how=how(one.by, names.get(one.editor_id or 0)),
            reason=one.reason,
            verified_on=one.verified_on,
            expires_on=one.expires_on,
            url=one.about if one.by == VerifiedBy.ORCID and one.about.startswith("http") else None,
        )
        for one in found
    )


def editor_names(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = session.execute(select(Member.id, Member.display_name).where(Member.id.in_(ids)))
    return {row.id: row.display_name for row in rows}


def what(said: Said) -> str:
    """What exactly is verified. An iD is written as ORCID asks: the whole https address."""
    if said.statement:
        return said.statement
    if said.by == VerifiedBy.ORCID:
        return said.about or _("An ORCID iD")
    if not said.about:
        return _("An address at an institution") if said.by == VerifiedBy.INSTITUTION else _("The name")
    if said.domain and said.subject == Subject.AFFILIATION:
        return _("%(institution)s: has an address at %(domain)s", institution=said.about, domain=said.domain)
    words = {
        Subject.NAME.value: _("The name %(about)s", about=said.about),
        Subject.AFFILIATION.value: _("The affiliation %(about)s", about=said.about),
        Subject.KIND.value: {
            "journalist": _("Is a journalist"),
            "scholar": _("Is a scholar"),
            "practitioner": _("Is a practitioner"),
        }.get(said.about, said.about),
    }
    return words.get(said.subject, said.about).strip()


def how(by: str, editor: str | None) -> str:
    if by == VerifiedBy.EDITOR:
        return _("Checked by %(name)s", name=editor) if editor else _("Checked by the desk")
    if by == VerifiedBy.INSTITUTION:
        return _("By a link sent to that address")
    return _("ORCID iD, by signing in there")
