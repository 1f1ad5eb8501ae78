"""Filling the tables of the PostgreSQL engine."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.engine import Connection

from community.search.engine import Document, Progress
from community.search.postgres_tables import LAYOUT, row, state, views, words

WRITER = 0x5EA6C4
"""The lock of whoever writes, for a transaction."""
_BUILDER = 0x5EA6C5
_BATCH = 200

Prepared = list[tuple[dict[str, Any], set[str]]]
"""Rows of `views`, each with its words for the lexicon."""


@contextmanager
def the_only_builder(connection: Connection) -> Iterator[None]:
    """Of all processes; the others wait. The lock outlives the transactions, but not the connection."""
    connection.execute(select(func.pg_advisory_lock(_BUILDER)))
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(select(func.pg_advisory_unlock(_BUILDER)))
        connection.commit()


def build(
    connection: Connection,
    documents: Iterable[Document],
    progress: Progress | None,
    people: int,
    *,
    in_steps: bool,
) -> None:
    """Put these documents in the place of all. While PostgreSQL takes one batch the next is prepared."""
    connection.execute(select(func.pg_advisory_xact_lock(WRITER)))
    for table in (views, words, state):
        connection.execute(delete(table))
    connection.execute(insert(state).values(layout=LAYOUT, as_of=0, done=0, building=people))
    if in_steps:
        connection.commit()

    def take(prepared: Prepared, persons: int, done: int) -> int:
        _insert(connection, prepared)
        connection.execute(update(state).values(done=persons))
        if in_steps:
            connection.commit()
        return done

    def tell(taken: Future[int]) -> None:
        done = taken.result()
        if progress and done:
            progress(done)

    done = as_of = persons = last = 0
    with ThreadPoolExecutor(1) as taking:
        taken = taking.submit(int)
        for batch in _batches(documents):
            prepared = list(map(row, batch))
            for document in batch:
                persons, last = persons + (document.id != last), document.id
            done, as_of = done + len(batch), max(as_of, *(document.version for document in batch))
            tell(taken)
            taken = taking.submit(take, prepared, persons, done)
        tell(taken)
    connection.execute(update(state).values(as_of=as_of, building=None))
    connection.commit()
    connection.execute(text("ANALYZE search_views"))
    connection.commit()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    remaining = iter(documents)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def add(connection: Connection, documents: list[Document]) -> None:
    if documents:
        _insert(connection, list(map(row, documents)))


def _insert(connection: Connection, prepared: Prepared) -> None:
    vector = cast(bindparam("vector"), TSVECTOR)
    connection.execute(insert(views).values(tokens=vector), [columns for columns, _ in prepared])
    lexicon = sorted(set().union(*(known for _, known in prepared)))
    fresh = postgresql.insert(words).from_select(["word"], select(func.unnest(cast(lexicon, ARRAY(Text)))))
    connection.execute(fresh.on_conflict_do_nothing())
