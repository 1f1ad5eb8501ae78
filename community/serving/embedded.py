"""Starting the embedded shape: one gunicorn process with threads, jobs inside."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import threading
from typing import Any

from apiflask import APIFlask
from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.views import FIRST_RUN_CODE
from community.app import create_app
from community.config import Settings, kept_secret
from community.core.db import db
from community.directory import indexing
from community.directory.engine import warm_up
from community.serving.database import upgrade_database
from community.serving.http import Server, expect_free
from community.serving.roles import spare_the_collector

COMMUNITY_FILES = ("*.sqlite", "*.sqlite-*", "search*", "uploads", "demo", FIRST_RUN_CODE)
"""What the embedded shape keeps in its instance folder, beside the secret key and the settings."""


def serve(settings: Settings, *, empty: bool) -> None:
    """Migrate, fill, print where to go, and serve until Ctrl-C or SIGTERM. Raises CannotServe."""
    expect_free(settings.host, settings.port)
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
        has_members = db.session.scalar(select(Member.id).limit(1)) is not None
        if not has_members and not empty and settings.environment == "development":
            from community.demo import load  # a large package that only a first start needs

            load.fill(app)
            has_members = True
        if has_members:
            from community.demo import accounts

            lines = accounts.lines(db.session())
        else:
            lines = first_run_lines(settings)
        db.session.remove()
        db.engine.dispose()  # the worker opens its own connections
    _announce(settings, lines)
    EmbeddedServer(app, settings).run()


def forget_community(settings: Settings) -> None:
    """Delete what the embedded shape keeps in its instance folder, but its secret key and its settings.

    Raises CannotServe while the server runs on it.
    """
    expect_free(settings.host, settings.port)
    for pattern in COMMUNITY_FILES:
        for path in settings.instance_dir.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def first_run_lines(settings: Settings) -> list[str]:
    """Where the first administrator is made, and the code for it, which is made here once."""
    code = kept_secret(settings.instance_dir / FIRST_RUN_CODE, lambda: f"{secrets.randbelow(10**10):010d}")
    return [
        f"First administrator:  {settings.base_url}/first-run",
        f"One-time code:        {code}",
    ]


def _announce(settings: Settings, lines: list[str]) -> None:
    print(f"\n  {settings.site_name}:  {settings.base_url}\n", flush=True)
    for line in lines:
        print(f"  {line}")
    print("\n  Ctrl-C stops it.\n", flush=True)


class EmbeddedServer(Server):
    """One worker process of many threads, with the consumer of jobs inside."""

    def __init__(self, app: APIFlask, settings: Settings) -> None:
        self._app = app
        super().__init__(
            settings,
            threads=settings.threads,
            worker_class="gthread",
            post_worker_init=self._start_jobs,
            worker_exit=self._leave,
        )

    def load(self) -> APIFlask:  # type: ignore[override]  # a WSGI application in its own words
        return self._app

    def _start_jobs(self, worker: Any) -> None:
        if self._settings.run_jobs:
            self._app.extensions["jobs"].start_consumer()
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        """What the first reader would wait for: an index that is true to the database, dictionaries in memory."""
        with self._app.app_context():
            indexing.reconcile()
            warm_up()
        spare_the_collector()

    def _leave(self, arbiter: Any, worker: Any) -> None:
        self._app.extensions["jobs"].stop_consumer()
        logging.shutdown()
        os._exit(0)  # Python would wait for the thread of each open WebSocket; all that matters is committed
