"""All entries of one name are found in one look-up: members hold their name as names are compared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from community.search.analysis import compared

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_MEMBER = sa.table(
    "member", sa.column("id", sa.BigInteger), sa.column("display_name", sa.String), sa.column("name_key", sa.Text)
)


def upgrade() -> None:
    op.add_column("member", sa.Column("name_key", sa.Text(), nullable=True))
    connection, last = op.get_bind(), 0
    some = sa.select(_MEMBER.c.id, _MEMBER.c.display_name).order_by(_MEMBER.c.id).limit(_AT_ONCE)
    write = _MEMBER.update().where(_MEMBER.c.id == sa.bindparam("one")).values(name_key=sa.bindparam("key"))
    while found := connection.execute(some.where(_MEMBER.c.id > last)).all():
        connection.execute(write, [{"one": id_, "key": compared(name)} for id_, name in found])
        last = found[-1][0]
    op.create_index(op.f("ix_member_name_key"), "member", ["name_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_member_name_key"), table_name="member")
    op.drop_column("member", "name_key")
