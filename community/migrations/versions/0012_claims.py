"""Entries of an import become a member's own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401
from community.core.db import BigId, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _member(table: str, column: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["member.id"], name=op.f(f"fk_{table}_{column}_member"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "former_entry",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("import_source", sa.String(length=200), nullable=True),
        sa.Column("import_id", sa.String(length=200), nullable=True),
        _member("former_entry", "member_id"),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_former_entry")),
    )
    op.create_index(op.f("ix_former_entry_member_id"), "former_entry", ["member_id"])
    op.create_index(op.f("ix_former_entry_import_source"), "former_entry", ["import_source"])
    op.create_table(
        "claim",
        sa.Column("id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("entry_id", BigId, nullable=True),
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", BigId, nullable=True),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("stories", BigId, nullable=False),
        sa.Column("replies", BigId, nullable=False),
        _member("claim", "member_id"),
        _member("claim", "entry_id", "SET NULL"),
        _member("claim", "decided_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_member_id"), "claim", ["member_id"])
    op.create_index(op.f("ix_claim_entry_id"), "claim", ["entry_id"])
    op.create_index(op.f("ix_claim_decided_at"), "claim", ["decided_at"])
    op.create_table(
        "claim_link",
        sa.Column("id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mail_id", BigId, nullable=True),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        _member("claim_link", "member_id"),
        _member("claim_link", "entry_id"),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail.id"], name=op.f("fk_claim_link_mail_id_mail"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_claim_link_secret_hash")),
    )
    op.create_index(op.f("ix_claim_link_member_id"), "claim_link", ["member_id"])
    op.create_index(op.f("ix_claim_link_entry_id"), "claim_link", ["entry_id"])
    op.create_index(op.f("ix_claim_link_asked_at"), "claim_link", ["asked_at"])


def downgrade() -> None:
    op.drop_table("claim_link")
    op.drop_table("claim")
    op.drop_table("former_entry")
