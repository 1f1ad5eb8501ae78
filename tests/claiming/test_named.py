"""Members hold their name as names are compared, whichever way they came or were renamed."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from community.accounts.actions import add_unclaimed
from community.accounts.models import Member
from community.app import create_app
from community.core.db import db
from tests.conftest import make_settings


def key_of(session: Session, member_id: int) -> str | None:
    return session.scalar(select(Member.name_key).where(Member.id == member_id))


def test_a_name_keeps_its_key(session: Session) -> None:
    (entry,) = add_unclaimed(session, [("José  Álvarez-Østby", None)], "a file")
    assert key_of(session, entry) == "jose alvarezostby"
    member = session.scalars(select(Member).where(Member.id == entry)).one()
    member.display_name = "张伟"
    session.flush()
    assert key_of(session, entry) == "张伟"


def test_who_was_there_before_is_found_as_well(tmp_path: Path) -> None:
    with create_app(make_settings(tmp_path)).app_context():
        flask_migrate.upgrade(revision="0014")
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO member (id, handle, display_name, active, fs_uniquifier, created_at, time_zone)"
                    " VALUES (7, 'jose', 'JOSÉ Alvarez', 0, 'x', '2026-01-01 00:00:00', 'UTC')"
                )
            )
        flask_migrate.upgrade(revision="0015")
        assert key_of(db.session(), 7) == "jose alvarez"
        db.session.rollback()
        flask_migrate.downgrade(revision="0014")
