"""The desk words topics and verifies what profiles say"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "institution_domain",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("is_newsroom", sa.Boolean(), nullable=False),
        sa.Column("noted_at", community.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["noted_by_id"],
            ["member.id"],
            name=op.f("fk_institution_domain_noted_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_institution_domain")),
    )
    op.create_table(
        "orcid_link",
        sa.Column(
            "member_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("orcid", sa.String(length=19), nullable=False),
        sa.Column("linked_at", community.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_orcid_link_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_orcid_link")),
        sa.UniqueConstraint("orcid", name=op.f("uq_orcid_link_orcid")),
    )
    op.create_table(
        "topic_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("deed", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("editor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", community.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["member.id"], name=op.f("fk_topic_change_editor_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_change_topic_id_topic"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_change")),
    )
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_change_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_change_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "verification_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", community.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", community.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("told_at", community.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["member.id"],
            name=op.f("fk_verification_request_decided_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_verification_request_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_request")),
    )
    with op.batch_alter_table("verification_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_request_member_id"), ["member_id"], unique=False)

    op.create_table(
        "ended_verification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=True),
        sa.Column("editor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("because", sa.String(length=10), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["member.id"],
            name=op.f("fk_ended_verification_editor_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["member.id"],
            name=op.f("fk_ended_verification_ended_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profile.member_id"],
            name=op.f("fk_ended_verification_member_id_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_verification")),
    )
    with op.batch_alter_table("ended_verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_verification_member_id"), ["member_id"], unique=False)

    op.create_table(
        "address_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", community.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliation.id"],
            name=op.f("fk_address_check_affiliation_id_affiliation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail.id"], name=op.f("fk_address_check_mail_id_mail"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_address_check_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_check")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_address_check_secret_hash")),
    )
    with op.batch_alter_table("address_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_check_affiliation_id"), ["affiliation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_check_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_check_member_id"), ["member_id"], unique=False)

    # Not in batches: SQLite would make the tables anew, and what points at them would be in the way.
    op.add_column("profile", sa.Column("reminded_at", community.core.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("verification", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("topic", sa.Column("former_slugs", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("topic", sa.Column("retired_at", community.core.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("topic", sa.Column("edited_at", community.core.db.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("topic", "edited_at")
    op.drop_column("topic", "retired_at")
    op.drop_column("topic", "former_slugs")
    op.drop_column("verification", "reminded_on")
    op.drop_column("profile", "reminded_at")
    with op.batch_alter_table("address_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_check_member_id"))
        batch_op.drop_index(batch_op.f("ix_address_check_asked_at"))
        batch_op.drop_index(batch_op.f("ix_address_check_affiliation_id"))

    op.drop_table("address_check")
    with op.batch_alter_table("ended_verification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ended_verification_member_id"))

    op.drop_table("ended_verification")
    with op.batch_alter_table("verification_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_request_member_id"))

    op.drop_table("verification_request")
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_change_topic_id"))
        batch_op.drop_index(batch_op.f("ix_topic_change_at"))

    op.drop_table("topic_change")
    op.drop_table("orcid_link")
    op.drop_table("institution_domain")
