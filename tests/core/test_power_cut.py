"""kill -9 between the commit and what follows it: nothing that was committed is forgotten."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.config import PROJECT_ROOT, Settings
from community.core.mail import Mail
from community.core.outbox import OutboxDelivery

pytestmark = pytest.mark.slow

ROUNDS = 5

COMMITS_AND_DIES = """
import os, signal, sys
from pathlib import Path
from community.app import create_app
from community.config import Settings
from community.core import outbox
from community.core.mail import write_mail
from community.core.unit_of_work import unit_of_work

instance, database, redis, mode = sys.argv[1:]
app = create_app(Settings(_env_file=None, instance_dir=Path(instance), database_url=database, redis_url=redis,
                          run_jobs=False, rate_limits=False))

def die(*anything):
    os.kill(os.getpid(), signal.SIGKILL)

for _ in range(ROUNDS):
    child = os.fork()  # a process of its own each time, without starting Python anew
    if child == 0:
        with app.app_context():
            if mode == "after the commit":
                outbox.tell_live = die
            with unit_of_work() as session:
                write_mail(session, recipient="awa@ndiaye.example", subject="Kept", body="whole")
                if mode == "before the commit":
                    session.flush()
                    die()
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
""".replace("ROUNDS", str(ROUNDS))


STARTS_AGAIN = """
import sys, time
from pathlib import Path
from community.app import create_app
from community.config import Settings
from community.core.db import db
from community.core.outbox import OutboxDelivery

instance, database, redis = sys.argv[1:]
app = create_app(Settings(_env_file=None, instance_dir=Path(instance), database_url=database, redis_url=redis))
app.extensions["jobs"].start_consumer()
deadline = time.monotonic() + 20
with app.app_context():
    while db.session.query(OutboxDelivery).count() and time.monotonic() < deadline:
        db.session.rollback()
app.extensions["jobs"].stop_consumer()
"""


def run_python(app: Flask, program: str, *more: str) -> None:
    """Run `program` in a process of its own, on the same database."""
    settings: Settings = app.extensions["settings"]
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            str(settings.instance_dir),
            settings.database_url,
            settings.redis_url,
            *more,
        ],
        cwd=PROJECT_ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr


def count(session: Session, what: type[Mail | OutboxDelivery]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_what_was_committed_is_delivered_after_the_restart(app: Flask, session: Session) -> None:
    run_python(app, COMMITS_AND_DIES, "after the commit")
    assert (count(session, Mail), count(session, OutboxDelivery)) == (ROUNDS, ROUNDS)
    run_python(app, STARTS_AGAIN)
    assert (count(session, Mail), count(session, OutboxDelivery)) == (ROUNDS, 0)


def test_what_was_not_committed_has_not_happened(app: Flask, session: Session) -> None:
    run_python(app, COMMITS_AND_DIES, "before the commit")
    assert (count(session, Mail), count(session, OutboxDelivery)) == (0, 0)
