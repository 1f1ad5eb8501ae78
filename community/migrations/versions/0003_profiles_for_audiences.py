"""Every item of a profile has an audience, a source and a day; evidence, appearances, disclosures, links, names

Tables that others hang on (profile, topic, profile_topic) only get columns: SQLite would make any other change by
copying the table and dropping the old one, and what refers to it would go with it.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROWS = ("affiliation", "covered_country", "profile_topic", "publication", "spoken_language")


def upgrade() -> None:
    _fields_of_profiles()
    op.add_column("topic", sa.Column("is_sensitive", sa.Boolean(), nullable=False, server_default="0"))
    for table in ROWS:
        for column in _item(existing=True):
            op.add_column(table, column)
        op.execute(
            f"UPDATE {table} SET confirmed_on = (SELECT date(coalesce(profile.confirmed_at, profile.created_at))"
            f" FROM profile WHERE profile.member_id = {table}.member_id)"
        )
    with op.batch_alter_table("affiliation") as batch_op:
        batch_op.add_column(sa.Column("ror", sa.String(length=9), nullable=True))
        batch_op.add_column(sa.Column("city", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
    with op.batch_alter_table("publication") as batch_op:
        batch_op.add_column(
            sa.Column("type", sa.String(length=20), nullable=False, server_default="document")
        )
        batch_op.add_column(sa.Column("authors", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("doi", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("url", sa.String(length=400), nullable=False, server_default=""))
        batch_op.create_unique_constraint(op.f("uq_publication_member_id_doi"), ["member_id", "doi"])
    _new_rows()
    _evidence()
    _verifications()


def _fields_of_profiles() -> None:
    for column in (
        sa.Column("audience", sa.String(length=12), nullable=False, server_default="me"),
        sa.Column("marks", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("latin_name", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("family_name", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("name_order", sa.String(length=12), nullable=False, server_default="given-first"),
        sa.Column("speaks_from", Id, nullable=False, server_default="8"),
        sa.Column("speaks_until", Id, nullable=False, server_default="21"),
        sa.Column("press_office_name", sa.String(length=160), nullable=False, server_default=""),
        sa.Column("press_office_contact", sa.String(length=300), nullable=False, server_default=""),
    ):
        op.add_column("profile", column)
    op.execute("UPDATE profile SET audience = 'public' WHERE is_published")
    op.drop_column("profile", "is_published")


def _item(*, existing: bool = False) -> list[sa.Column]:
    """What every item says of itself; rows that are there are their owners', public, and dated below."""

    def default(value: str) -> str | None:
        return value if existing else None

    return [
        sa.Column("audience", sa.String(length=12), nullable=False, server_default=default("public")),
        sa.Column("source", sa.String(length=12), nullable=False, server_default=default("member")),
        sa.Column("confirmed_on", sa.Date(), nullable=False, server_default=default("1970-01-01")),
    ]


def _rows(name: str, *columns: sa.Column, numbered: bool = True) -> None:
    """A table of items; `numbered` rows have a number of their own, the others a key with their owner."""
    keys = ["id"] if numbered else ["member_id", columns[0].name]
    op.create_table(
        name,
        *([sa.Column("id", Id, nullable=False)] if numbered else []),
        sa.Column("member_id", Id, nullable=False),
        *columns,
        *_item(),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profile.member_id"],
            name=op.f(f"fk_{name}_member_id_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
    )
    if numbered:
        op.create_index(op.f(f"ix_{name}_member_id"), name, ["member_id"], unique=False)


def _new_rows() -> None:
    position = lambda: sa.Column("position", Id, nullable=False)  # noqa: E731
    _rows("name_variant", sa.Column("text", sa.String(length=120), nullable=False), position())
    _rows("covered_region", sa.Column("region", sa.String(length=3), nullable=False), numbered=False)
    _rows(
        "not_my_field",
        sa.Column(
            "topic_id",
            Id,
            sa.ForeignKey("topic.id", name=op.f("fk_not_my_field_topic_id_topic"), ondelete="RESTRICT"),
            nullable=False,
        ),
        numbered=False,
    )
    _rows(
        "appearance",
        sa.Column("outlet", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("medium", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
    )
    _rows(
        "disclosure",
        position(),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("from_year", Id, nullable=True),
        sa.Column("to_year", Id, nullable=True),
    )
    _rows(
        "profile_link",
        position(),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
    )


def _evidence() -> None:
    op.create_table(
        "topic_evidence",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("publication_id", Id, nullable=True),
        sa.Column("appearance_id", Id, nullable=True),
        sa.Column("reply_id", Id, nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("endorsed_by_id", Id, nullable=True),
        sa.Column("endorsed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id", "topic_id"],
            ["profile_topic.member_id", "profile_topic.topic_id"],
            name=op.f("fk_topic_evidence_member_id_topic_id_profile_topic"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_topic_evidence_publication_id_publication"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearance.id"],
            name=op.f("fk_topic_evidence_appearance_id_appearance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["endorsed_by_id"],
            ["member.id"],
            name=op.f("fk_topic_evidence_endorsed_by_id_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_evidence")),
        *(
            sa.UniqueConstraint(
                "member_id", "topic_id", column, name=op.f(f"uq_topic_evidence_member_id_topic_id_{column}")
            )
            for column in ("publication_id", "appearance_id", "reply_id")
        ),
    )


def _verifications() -> None:
    with op.batch_alter_table("verification") as batch_op:
        for column in (
            sa.Column("subject", sa.String(length=20), nullable=False, server_default="name"),
            sa.Column("about", sa.String(length=200), nullable=False, server_default=""),
            sa.Column("statement", sa.String(length=300), nullable=False, server_default=""),
            sa.Column("reason", sa.String(length=500), nullable=False, server_default=""),
            sa.Column("domain", sa.String(length=253), nullable=True),
            sa.Column("affiliation_id", Id, nullable=True),
            sa.Column("audience", sa.String(length=12), nullable=False, server_default="public"),
            sa.Column("expires_on", sa.Date(), nullable=False, server_default="1970-01-01"),
        ):
            batch_op.add_column(column)
        batch_op.create_foreign_key(
            op.f("fk_verification_affiliation_id_affiliation"),
            "affiliation",
            ["affiliation_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(op.f("ix_verification_affiliation_id"), ["affiliation_id"], unique=False)
    table = sa.table("verification", sa.column("verified_on", sa.Date), sa.column("expires_on", sa.Date))
    connection = op.get_bind()
    days: list[date] = list(connection.scalars(sa.select(table.c.verified_on).distinct()))
    for day in days:
        ends = sa.update(table).where(table.c.verified_on == day).values(expires_on=day + timedelta(days=366))
        connection.execute(ends)


def downgrade() -> None:
    with op.batch_alter_table("verification") as batch_op:
        batch_op.drop_constraint(op.f("fk_verification_affiliation_id_affiliation"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_verification_affiliation_id"))
        for name in "subject about statement reason domain affiliation_id audience expires_on".split():
            batch_op.drop_column(name)
    tables = (
        "topic_evidence profile_link disclosure appearance not_my_field covered_region name_variant".split()
    )
    for name in tables:
        op.drop_table(name)
    with op.batch_alter_table("publication") as batch_op:
        batch_op.drop_constraint(op.f("uq_publication_member_id_doi"), type_="unique")
        for name in ("type", "authors", "doi", "url"):
            batch_op.drop_column(name)
    for name in ("ror", "city", "country"):
        op.drop_column("affiliation", name)
    for table in ROWS:
        for name in ("audience", "source", "confirmed_on"):
            op.drop_column(table, name)
    op.drop_column("topic", "is_sensitive")
    op.add_column("profile", sa.Column("is_published", sa.Boolean(), nullable=False, server_default="0"))
    op.execute("UPDATE profile SET is_published = true WHERE audience <> 'me'")
    names = (
        "audience marks latin_name family_name name_order speaks_from speaks_until press_office_name"
        " press_office_contact"
    )
    for name in names.split():
        op.drop_column("profile", name)
