"""A claim that was granted can be undone: what the entry held that day is kept for a year"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401
from community.core.db import BigId, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim") as table:
        table.add_column(sa.Column("trace", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("undone_at", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("undone_by_id", BigId, nullable=True))
        table.add_column(
            sa.Column("undone_why", sa.String(length=500), nullable=False, server_default=sa.text("''"))
        )
        table.add_column(sa.Column("undone_told_at", UtcDateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_claim_undone_by_id_member"), "member", ["undone_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("claim") as table:
        table.alter_column("undone_why", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("claim") as table:
        table.drop_constraint(op.f("fk_claim_undone_by_id_member"), type_="foreignkey")
        for column in ("undone_told_at", "undone_why", "undone_by_id", "undone_at", "trace"):
            table.drop_column(column)
