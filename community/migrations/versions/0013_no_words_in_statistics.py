"""PostgreSQL's statistics hold no words of messages"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PRIVATE = {"entry": ("body", "body_html", "words", "data"), "attachment": ("name",)}


def upgrade() -> None:
    """Its planner keeps samples of each column, a hundred whole values, until the next analysis of a column that then
    has others: what was removed was still to be read there. No query of ours needs them of these.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in PRIVATE.items():
        for column in columns:
            kind = {"data": "json", "name": "varchar(120)"}.get(column, "text")
            # To be given the type that it has: by that what was sampled is dropped, and no row is written.
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in PRIVATE.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
