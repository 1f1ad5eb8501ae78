"""`community import people FILE`: what it would do; with --apply it is done, and undone at the desk."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, Role, staff
from community.accounts.queries import actor_of
from community.core.actor import Actor, StaffRole
from community.core.db import db
from community.core.errors import Refusal
from community.core.unit_of_work import unit_of_work
from community.profiles.bringing.decoding import MOST_BYTES
from community.profiles.bringing.people import actions
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.lines import columns_missing
from community.profiles.bringing.people.planning import Plan, plan_of
from community.profiles.bringing.people.table import Table, read_table


def run(
    path: Path,
    *,
    apply: bool,
    encoding: str | None,
    audience: str,
    by: str | None,
    without: Collection[str] = (),
) -> int:
    """Returns the exit status: 1 for a file that cannot be read, or where nobody would come in.

    `without` names lines of the file that shall stay out: "3", "7-9".
    """
    keys = Keys(current_app.config["SECRET_KEY"])
    try:
        with path.open("rb") as file:
            table = read_table(file.read(MOST_BYTES + 1), encoding)
        if missing := columns_missing(actions.reading_of(table).columns):
            raise Refusal(missing)
        left_out = _lines(without, table)
        plan = (
            _apply(table, path.name, audience, by, keys, left_out)
            if apply
            else _dry_run(table, keys, left_out)
        )
    except Refusal as refusal:
        click.echo(f"{refusal.message} {_('Nothing was imported.')}", err=True)
        return 1
    _tell(plan, applied=apply)
    return 0


def _lines(without: Collection[str], table: Table) -> frozenset[int]:
    """Raises Refusal for what is no line of the table: a mistyped number must not let somebody in."""
    numbers: set[int] = set()
    known = {line.number for line in table.lines}
    for one in without:
        first, _dash, last = one.partition("-")
        if not (_is_number(first) and _is_number(last or first)):
            raise Refusal(_("“%(text)s” is no line and no range of lines.", text=one))
        named = known & set(range(int(first), int(last or first) + 1))
        if not named:
            raise Refusal(_("The file has nobody in line %(line)s.", line=one))
        numbers |= named
    return frozenset(numbers)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7


def _dry_run(table: Table, keys: Keys, left_out: Collection[int]) -> Plan:
    session = db.session()
    plan = plan_of(session, table, actions.reading_of(table), keys, left_out)
    session.rollback()
    return plan


def _apply(
    table: Table, name: str, audience: str, by: str | None, keys: Keys, left_out: Collection[int]
) -> Plan:
    with unit_of_work() as session:
        actor = _editor(session, by)
        batch = actions.show_table(session, actor, table, name)
        actions.leave_out(session, actor, batch.id, left_out, ())
        return actions.bring_in(session, actor, batch.id, audience, keys)


def _editor(session: Session, handle: str | None) -> Actor:
    """In whose name: the one with this handle, else the first administrator, else the first editor."""
    found = (
        select(Member)
        .join(staff, staff.c.member_id == Member.id)
        .join(Role, Role.id == staff.c.role_id)
        .where(Role.name.in_((StaffRole.ADMINISTRATOR, StaffRole.EDITOR)), Member.active)
        .order_by(Role.name != StaffRole.ADMINISTRATOR, Member.id)
    )
    if handle:
        found = found.where(Member.handle == handle)
    member = session.scalars(found.limit(1)).first()
    if member is None:
        raise Refusal(_("There is no such editor or administrator, in whose name it could be brought in."))
    return actor_of(member)


def _tell(plan: Plan, *, applied: bool) -> None:
    for one in plan.new:
        for note in one.notes:
            click.echo(_("Line %(line)d, %(name)s:", line=one.line, name=one.name) + f" {note}")
    for here in plan.here:
        click.echo(_("Line %(line)d, %(name)s:", line=here.line, name=here.name) + f" {here.why}")
    for refused in plan.refused:
        click.echo(
            _("Line %(line)d refused, %(what)s:", line=refused.line, what=refused.what) + f" {refused.why}"
        )
    for left in plan.left:
        click.echo(_("Line %(line)d, %(name)s:", line=left.line, name=left.name) + " " + _("left out"))
    counts = {"new": len(plan.new), "here": len(plan.here), "refused": len(plan.refused)}
    if applied:
        click.echo(_("%(new)d came in, %(here)d are here already, %(refused)d refused.", **counts))
    else:
        click.echo(_("%(new)d would come in, %(here)d are here already, %(refused)d refused.", **counts))
        click.echo(_("Nothing was changed. Add --apply to bring them in."))
