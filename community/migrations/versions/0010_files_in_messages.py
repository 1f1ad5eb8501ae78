"""Files in messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = community.core.db.UtcDateTime(timezone=True)
UNSENT = sa.text("conversation_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("uploader_id", BIG, nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("width", BIG, nullable=True),
        sa.Column("height", BIG, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("sequence", BIG, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_attachment_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"], ["member.id"], name=op.f("fk_attachment_uploader_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachment_public_id")),
        sa.UniqueConstraint("uploader_id", "client_id", name=op.f("uq_attachment_uploader_id_client_id")),
    )
    op.create_index(
        "ix_attachment_conversation_id", "attachment", ["conversation_id", "sequence"], unique=False
    )
    op.create_index(
        "ix_attachment_unsent",
        "attachment",
        ["created_at"],
        unique=False,
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    )


def downgrade() -> None:
    op.drop_table("attachment")
