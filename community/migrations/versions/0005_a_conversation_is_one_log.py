"""A conversation is one log (docs/decisions/0012-messaging.md): messages become its first entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import community.core.db  # noqa: F401
from community.search.analysis import text_tokens

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = community.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("target", BIG, nullable=True),
        sa.Column("quote", BIG, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("is_unheard", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_entry_author_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_entry_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "conversation_id",
            "author_id",
            "client_id",
            name=op.f("uq_entry_conversation_id_author_id_client_id"),
        ),
        sa.UniqueConstraint("conversation_id", "sequence", name=op.f("uq_entry_conversation_id_sequence")),
    )
    op.create_index(op.f("ix_entry_author_id"), "entry", ["author_id"], unique=False)
    op.create_index(
        "ix_entry_expires_at",
        "entry",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("expires_at IS NOT NULL"),
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.create_table(
        "reaction",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("sign", sa.String(length=10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id", "sequence"],
            ["entry.conversation_id", "entry.sequence"],
            name=op.f("fk_reaction_conversation_id_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reaction_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "sequence", "member_id", "sign", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_member_id"), "reaction", ["member_id"], unique=False)
    _widen_conversation()
    _widen_participant()
    _move_messages()
    op.drop_table("message")


def _widen_conversation() -> None:
    """Columns only: SQLite would copy the table and drop the old one, and what hangs on it would go with it."""
    for column in (
        sa.Column("last_message_sequence", BIG, nullable=False, server_default="0"),
        sa.Column("history_from", BIG, nullable=True),
        sa.Column("attribution", sa.String(length=12), nullable=False, server_default=""),
        sa.Column("attribution_sequence", BIG, nullable=False, server_default="0"),
        sa.Column("expires_after_days", BIG, nullable=True),
        sa.Column("pins", sa.JSON(), nullable=False, server_default="[]"),
    ):
        op.add_column("conversation", column)
    op.execute("UPDATE conversation SET last_message_sequence = last_sequence")


def _widen_participant() -> None:
    with op.batch_alter_table("participant") as batch_op:  # nothing hangs on it
        for column in (
            sa.Column("standing", sa.String(length=10), nullable=False, server_default="in"),
            sa.Column("invited_by_id", BIG, nullable=True),
            sa.Column("first_sequence", BIG, nullable=False, server_default="1"),
            sa.Column("last_mention_sequence", BIG, nullable=False, server_default="0"),
            sa.Column("agreed_sequence", BIG, nullable=False, server_default="0"),
            sa.Column("is_muted", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("is_marked_unread", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("archived_through", BIG, nullable=True),
        ):
            batch_op.add_column(column)
        batch_op.create_foreign_key(
            op.f("fk_participant_invited_by_id_member"),
            "member",
            ["invited_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(op.f("ix_participant_invited_by_id"), ["invited_by_id", "joined_at"], unique=False)


def _move_messages() -> None:
    """Each message becomes the entry with its number; its words are folded for the search."""
    op.execute(
        "INSERT INTO entry (id, conversation_id, sequence, kind, author_id, client_id, body, body_html, words, data,"
        " created_at, is_unheard) SELECT id, conversation_id, sequence, 'message', author_id, client_id, body,"
        " body_html, '', '{}', created_at, false FROM message"
    )
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute("SELECT setval('entry_id_seq', COALESCE((SELECT max(id) FROM entry), 0) + 1, false)")
    entry = sa.table("entry", sa.column("id", BIG), sa.column("body", sa.Text), sa.column("words", sa.Text))
    for row in bind.execute(sa.select(entry.c.id, entry.c.body)).all():
        words = f" {' '.join(dict.fromkeys(token.text for token in text_tokens(row.body)))} "
        bind.execute(entry.update().where(entry.c.id == row.id).values(words=words))


def downgrade() -> None:
    raise NotImplementedError("changes of messages have no place in the old table")
