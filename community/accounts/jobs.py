"""Periodic jobs of accounts."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import exists, select

from community.accounts import actions
from community.accounts.models import Member, SignIn
from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work


def end_sign_ins_of_the_closed() -> None:
    """Each minute: whoever closed an account by hand in the database has closed its sockets as well."""
    looked = exists().where(SignIn.member_id == Member.id, SignIn.ended_at.is_(None), ~Member.active)
    is_there = db.session.scalar(select(looked))
    db.session.rollback()
    if is_there:  # the usual answer is no, and that must not take the write lock
        with unit_of_work() as session:
            actions.end_sign_ins_of_the_closed(session)


def end_unused_sign_ins() -> None:
    """Each hour: what was not used for `session_days`."""
    before = clock.now() - timedelta(days=current_app.extensions["settings"].session_days)
    with unit_of_work() as session:
        actions.end_unused_sign_ins(session, before)
