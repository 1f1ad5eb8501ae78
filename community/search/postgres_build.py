"""Filling the tables of the PostgreSQL engine."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from community.search.engine import Document, Progress
from community.search.postgres_tables import EVERYBODY, LAYOUT, Row, counts, row, state, topics, views, words

WRITER = 0x5EA6C4
"""The lock of whoever writes, for a transaction."""
_BUILDER = 0x5EA6C5
_BATCH = 500
_PENDING_OF_A_BUILD, _PENDING_OF_A_CHANGE = 8_192, 64
"""The kilobytes of what an index has not sorted in yet. To sort much in at once is three times as fast; but readers go
through what is pending, and who comes upon a full list sorts it in: a single change must not pay for many."""


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
    _begin(connection, people)
    if in_steps:
        connection.commit()

    def take(prepared: list[Row], persons: int, done: int) -> int:
        _insert(connection, prepared, _PENDING_OF_A_BUILD)
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
    _count(connection, 1)
    connection.execute(update(state).values(as_of=as_of, building=None))
    connection.commit()
    _tidy(connection)


def _begin(connection: Connection, people: int) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(WRITER)))
    for table in (views, words, topics, counts, state):
        connection.execute(delete(table))
    connection.execute(insert(state).values(layout=LAYOUT, as_of=0, done=0, building=people, topics=""))


def _tidy(connection: Connection) -> None:
    """Sort in what is pending, and let PostgreSQL see what there is."""
    for index in views.indexes:
        if index.dialect_options["postgresql"]["using"] == "gin":
            connection.execute(select(func.gin_clean_pending_list(index.name)))
    connection.execute(text("ANALYZE search_views"))
    connection.commit()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    remaining = iter(documents)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def add(connection: Connection, documents: list[Document]) -> None:
    """Put views in, of people who are not there."""
    if documents:
        _insert(connection, list(map(row, documents)), _PENDING_OF_A_CHANGE)
        _count(connection, 1, {document.id for document in documents})


def forget(connection: Connection, people: Collection[int]) -> None:
    _count(connection, -1, people)
    connection.execute(delete(views).where(views.c.id.in_(people)))


_COUNT = """
    INSERT INTO search_counts AS held (audience, value, number)
    SELECT audience, value, :sign * count(*)
    FROM search_views, unnest(visible_to) AS audience, unnest(facets || CAST(:everybody AS text)) AS value
    {which}
    GROUP BY audience, value
    ORDER BY audience, value
    ON CONFLICT (audience, value) DO UPDATE SET number = held.number + excluded.number
"""


def _count(connection: Connection, sign: int, people: Collection[int] | None = None) -> None:
    """Add these people, or all, to the counts; or take them off."""
    which = "" if people is None else "WHERE id = ANY(CAST(:people AS bigint[]))"
    values = {"sign": sign, "everybody": EVERYBODY} | ({"people": list(people)} if people is not None else {})
    connection.execute(text(_COUNT.format(which=which)), values)


def _insert(connection: Connection, rows: list[Row], pending: int) -> None:
    connection.execute(select(func.set_config("gin_pending_list_limit", str(pending), True)))
    _copy(connection, [one.columns for one in rows])
    lexicon = " ".join(sorted(set().union(*(one.words for one in rows))))
    # As one text: an array of so many takes Python longer than PostgreSQL.
    listed = func.string_to_table(lexicon, " ").table_valued("word").render_derived()
    fresh = postgresql.insert(words).from_select(["word"], select(listed))
    connection.execute(fresh.on_conflict_do_nothing())
    called = {key: value for one in rows for key, value in one.topics.items()}
    known = set(connection.scalars(select(topics.c.key)))
    new = [{"key": key, "value": called[key]} for key in sorted(called.keys() - known)]
    if new:
        connection.execute(insert(topics), new)
        connection.execute(update(state).values(topics=uuid4().hex))


def _copy(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """As INSERT would, in a quarter of the time."""
    raw: Any = connection.connection.driver_connection
    names = ", ".join(rows[0])
    with raw.cursor().copy(f"COPY {views.name} ({names}) FROM STDIN") as copying:
        for one in rows:
            copying.write_row(tuple(one.values()))
