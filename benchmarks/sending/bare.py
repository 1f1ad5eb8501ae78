"""What a message costs a database at the least: its row, inserted and committed, by 16 connections at once.

The row goes into a table like that of the messages, with its indexes and without its references, in the database in
which the product keeps its own, with the same settings.
"""

from __future__ import annotations

from itertools import count
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from benchmarks.load import Steps, rate_of
from benchmarks.sending.senders import SENDERS, TEXT
from community.core import clock
from community.messaging.models import Entry

_TABLE = "bare_entry"
_numbers = count(1)


class BareInserts:
    """Makes the table. The connections are the drivers' own, without SQLAlchemy around each statement."""

    def __init__(self, database_url: str) -> None:
        # What listens in community.core.db sets up each connection to SQLite as the product's.
        self._engine = sa.create_engine(database_url, poolclass=NullPool)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        with self._engine.begin() as connection:
            _like_that_of_messages().create(connection)
        names = list(_row())
        mark = "?" if self._is_sqlite else "%s"
        self._insert = f"INSERT INTO {_TABLE} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608

    def rate(self, seconds: float) -> float:
        """Committed inserts a second."""
        return rate_of(lambda _: self._one_after_the_other(), connections=SENDERS, seconds=seconds)

    def _one_after_the_other(self) -> Steps:
        pooled = self._engine.raw_connection()
        connection = pooled.driver_connection
        assert connection is not None
        if not self._is_sqlite:
            connection.autocommit = True  # so that BEGIN and COMMIT are what is written here, as with SQLite
        try:
            cursor = connection.cursor()
            while True:
                cursor.execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
                cursor.execute(self._insert, list(_row().values()))
                cursor.execute("COMMIT")
                yield
        finally:
            pooled.close()


def _like_that_of_messages() -> sa.Table:
    table = Entry.__table__.to_metadata(sa.MetaData(), name=_TABLE)
    for reference in list(table.foreign_key_constraints):
        table.constraints.remove(reference)
    for index in table.indexes:
        index.name = f"{index.name}_bare"
    for constraint in table.constraints:
        constraint.name = None
    return table


def _row() -> dict[str, object]:
    number = next(_numbers)
    return {
        "conversation_id": number % SENDERS,
        "sequence": number,
        "kind": "message",
        "author_id": number % SENDERS,
        "client_id": uuid4().hex,
        "body": TEXT,
        "body_html": f"<p>{TEXT}</p>",
        "words": f" {TEXT} ",
        "data": "{}",
        "created_at": clock.now().isoformat(),
        "is_unheard": False,
    }
