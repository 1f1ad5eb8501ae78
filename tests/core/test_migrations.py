"""The migrations make what the models say, from nothing, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from community.core.db import db


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and str(name).startswith("search_"))  # the search engine makes its own


def test_models_and_migrations_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_ours}
        )
        differences = [one for one in compare_metadata(context, db.metadata) if not _is_of_the_search(one)]
    assert differences == [], "Change community/migrations with the models (./dev help)."


def _is_of_the_search(difference: object) -> bool:
    return "search_" in str(difference)


def test_an_empty_database_gets_every_table(app: Flask) -> None:
    assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())
