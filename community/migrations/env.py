"""Alembic, on the application's own engine and metadata."""

from __future__ import annotations

from alembic import context
from flask import current_app

from community.core.db import db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=lambda name, kind, parents: not (kind == "table" and str(name).startswith("search_")),
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
