"""kill -9 between the commit and what follows it: nothing that was committed is forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.config import PROJECT_ROOT, Settings
from community.core.delivery import deliver_all_due
from community.core.mail import Mail
from community.core.outbox import OutboxDelivery

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

with app.app_context():
    if mode == "after the commit":
        outbox.tell_live = die
    with unit_of_work() as session:
        write_mail(session, recipient="awa@ndiaye.example", subject="Kept", body="whole")
        if mode == "before the commit":
            session.flush()
            die()
"""


@pytest.fixture
def cut_the_power(app: Flask) -> Callable[[str], None]:
    """Run a process that writes a mail and is killed at the named moment."""
    settings: Settings = app.extensions["settings"]

    def run(moment: str) -> None:
        arguments = [str(settings.instance_dir), settings.database_url, settings.redis_url, moment]
        ended = subprocess.run(
            [sys.executable, "-c", COMMITS_AND_DIES, *arguments],
            cwd=PROJECT_ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr

    return run


def test_what_was_committed_is_delivered_after_the_restart(
    app: Flask, cut_the_power: Callable[[str], None], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rounds in range(1, ROUNDS + 1):
        cut_the_power("after the commit")
        session.rollback()
        assert session.scalar(select(func.count()).select_from(Mail)) == rounds
        assert session.scalar(select(func.count()).select_from(OutboxDelivery)) == 1
        deliver_all_due()  # what a worker does when it starts
        session.rollback()
        assert session.scalar(select(func.count()).select_from(OutboxDelivery)) == 0


def test_what_was_not_committed_has_not_happened(
    cut_the_power: Callable[[str], None], session: Session
) -> None:
    cut_the_power("before the commit")
    assert session.scalar(select(func.count()).select_from(Mail)) == 0
    assert session.scalar(select(func.count()).select_from(OutboxDelivery)) == 0


def test_a_started_consumer_finds_what_a_lost_process_left(
    app: Flask, cut_the_power: Callable[[str], None], tmp_path: Path
) -> None:
    cut_the_power("after the commit")
    settings: Settings = app.extensions["settings"]
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from community.app import create_app\n"
        "from community.config import Settings\n"
        "from community.core.db import db\n"
        "from community.core.outbox import OutboxDelivery\n"
        "app = create_app(Settings(_env_file=None, instance_dir=Path(sys.argv[1]), database_url=sys.argv[2],"
        " redis_url=sys.argv[3]))\n"
        "app.extensions['jobs'].start_consumer()\n"
        "deadline = time.monotonic() + 20\n"
        "with app.app_context():\n"
        "    while db.session.query(OutboxDelivery).count() and time.monotonic() < deadline:\n"
        "        db.session.rollback()\n"
        "    left = db.session.query(OutboxDelivery).count()\n"
        "app.extensions['jobs'].stop_consumer()\n"
        "sys.exit(left)\n"
    )
    arguments = [str(settings.instance_dir), settings.database_url, settings.redis_url]
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
