"""Who follows and blocks whom; who has agreed to talk; what a member chose for their conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = community.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    _between_members("follow", "followed_id")
    _between_members("block", "blocked_id")
    op.create_table(
        "message_preferences",
        sa.Column("member_id", BIG, autoincrement=False, nullable=False),
        sa.Column("who_may_write", sa.String(length=10), nullable=False),
        sa.Column("shows_read", sa.Boolean(), nullable=False),
        sa.Column("shows_presence", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_message_preferences_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_message_preferences")),
    )
    op.add_column("participant", sa.Column("accepted_at", MOMENT, nullable=True))
    op.execute("UPDATE participant SET accepted_at = joined_at")  # who was in a conversation wanted to talk


def _between_members(table: str, other: str) -> None:
    op.create_table(
        table,
        sa.Column("member_id", BIG, nullable=False),
        sa.Column(other, BIG, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["member.id"], name=op.f(f"fk_{table}_{column}_member"), ondelete="CASCADE"
            )
            for column in ("member_id", other)
        ),
        sa.PrimaryKeyConstraint("member_id", other, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{other}"), table, [other], unique=False)


def downgrade() -> None:
    op.drop_column("participant", "accepted_at")
    for table in ("message_preferences", "block", "follow"):
        op.drop_table(table)
