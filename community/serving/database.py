"""The database of this version of the program."""

from __future__ import annotations

import logging

import flask_migrate

from community.config import PROJECT_ROOT
from community.profiles.taxonomy import ensure_topics


def upgrade_database() -> None:
    """Run the migrations that this database has not seen, and bring the taxonomy of topics to its file."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(directory=str(PROJECT_ROOT / "community" / "migrations"))
    ensure_topics()
