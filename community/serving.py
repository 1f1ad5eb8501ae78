"""Starting the embedded shape: one gunicorn process with threads, jobs inside."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import flask_migrate
from apiflask import APIFlask
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.views import FIRST_RUN_CODE
from community.app import create_app
from community.config import PROJECT_ROOT, Settings
from community.core.db import db

log = logging.getLogger(__name__)


def serve(settings: Settings, *, empty: bool) -> None:
    """Migrate, fill, print where to go, and serve until Ctrl-C."""
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
        has_members = db.session.scalar(select(Member.id).limit(1)) is not None
        if empty and not has_members:
            _announce(settings, _first_run_lines(settings))
        else:
            if not has_members:
                from community.demo import load  # a large package that only a first start needs

                load.fill(app)
            from community.demo import accounts

            _announce(settings, accounts.lines(db.session()))
        db.session.remove()
        db.engine.dispose()  # the worker opens its own connections
    _Server(app, settings).run()


def upgrade_database() -> None:
    """Run the migrations that this database has not seen."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(directory=str(PROJECT_ROOT / "community" / "migrations"))


def _first_run_lines(settings: Settings) -> list[str]:
    path = settings.instance_dir / FIRST_RUN_CODE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"{secrets.randbelow(10**10):010d}")
    return [
        f"First administrator:  {settings.base_url}/first-run",
        f"One-time code:        {path.read_text()}",
    ]


def _announce(settings: Settings, lines: list[str]) -> None:
    print(f"\n  {settings.site_name}:  {settings.base_url}\n", flush=True)
    for line in lines:
        print(f"  {line}")
    print("\n  Ctrl-C stops it.\n", flush=True)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    def __init__(self, app: APIFlask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "threads": self._settings.threads,
            "worker_class": "gthread",
            "graceful_timeout": 3,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            "post_worker_init": self._start_jobs,
            "worker_exit": self._stop_jobs,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> APIFlask:
        return self._app

    def _start_jobs(self, worker: Any) -> None:
        if self._settings.run_jobs:
            self._app.extensions["jobs"].start_consumer()

    def _stop_jobs(self, arbiter: Any, worker: Any) -> None:
        self._app.extensions["jobs"].stop_consumer()
