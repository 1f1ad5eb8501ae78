"""Filling the tables of the PostgreSQL engine."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import Text, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection

from community.search.engine import AUDIENCES, Document, Progress
from community.search.postgres_tables import (
    EVERYBODY,
    LAYOUT,
    Row,
    bit_of,
    counts,
    row,
    state,
    topics,
    values,
    views,
    words,
)

WRITER = 0x5EA6C4
"""The lock of whoever writes, for a transaction."""
_BUILDER = 0x5EA6C5
_BATCH = 500
_EVERYBODYS_CODE = 0
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

    codes: dict[str, int] = {}

    def take(prepared: list[Row], persons: int, done: int) -> int:
        _insert(connection, prepared, _PENDING_OF_A_BUILD, codes)
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
    for table in (views, words, topics, values, counts, state):
        connection.execute(delete(table))
    connection.execute(insert(values).values(code=_EVERYBODYS_CODE, value=EVERYBODY))
    connection.execute(
        insert(state).values(layout=LAYOUT, as_of=0, done=0, building=people, known=uuid4().hex)
    )


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
        _insert(connection, list(map(row, documents)), _PENDING_OF_A_CHANGE, {})
        _count(connection, 1, {document.id for document in documents})


def forget(connection: Connection, people: Collection[int]) -> None:
    _count(connection, -1, people)
    connection.execute(delete(views).where(views.c.id.in_(people)))


_COUNT = """
    INSERT INTO search_counts AS held (audience, code, number)
    SELECT audience, code, :sign * count(*)
    FROM search_views,
        unnest(CAST(:audiences AS text[]), CAST(:bits AS smallint[])) AS seeing(audience, bit),
        unnest(facets || CAST(:everybody AS integer)) AS code
    WHERE seen_by & bit <> 0 {and_which}
    GROUP BY audience, code
    ORDER BY audience, code
    ON CONFLICT (audience, code) DO UPDATE SET number = held.number + excluded.number
"""


def _count(connection: Connection, sign: int, people: Collection[int] | None = None) -> None:
    """Add these people, or all, to the counts; or take them off."""
    and_which = "" if people is None else "AND id = ANY(CAST(:people AS bigint[]))"
    given = {
        "sign": sign,
        "everybody": _EVERYBODYS_CODE,
        "audiences": list(AUDIENCES),
        "bits": list(map(bit_of, AUDIENCES)),
    }
    given |= {"people": list(people)} if people is not None else {}
    connection.execute(text(_COUNT.format(and_which=and_which)), given)


def _insert(connection: Connection, rows: list[Row], pending: int, codes: dict[str, int]) -> None:
    """`codes` are those of values that this transaction, or one of the same build, has met."""
    connection.execute(select(func.set_config("gin_pending_list_limit", str(pending), True)))
    is_new = _number(connection, {value for one in rows for value in one.facets}, codes)
    _copy(
        connection,
        [
            one.columns | {"facets": "{" + ",".join(str(codes[value]) for value in one.facets) + "}"}
            for one in rows
        ],
    )
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
    if new or is_new:
        connection.execute(update(state).values(known=uuid4().hex))


def _number(connection: Connection, met: set[str], codes: dict[str, int]) -> bool:
    """Put the codes of values that are not among them into `codes`; whether some had none yet."""
    unknown = met - codes.keys()
    if not unknown:
        return False
    wanted = values.c.value == func.any(cast(sorted(unknown), ARRAY(Text)))
    held = connection.execute(select(values.c.value, values.c.code).where(wanted))
    codes |= {value: code for value, code in held}  # noqa: C416 - rows are no pairs to mypy
    new = sorted(unknown - codes.keys())
    if new:
        last = connection.scalar(select(func.max(values.c.code))) or _EVERYBODYS_CODE
        numbered = {value: code for code, value in enumerate(new, last + 1)}
        connection.execute(
            insert(values), [{"value": value, "code": code} for value, code in numbered.items()]
        )
        codes |= numbered
    return bool(new)


def _copy(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """As INSERT would, in a quarter of the time."""
    raw: Any = connection.connection.driver_connection
    names = ", ".join(rows[0])
    with raw.cursor().copy(f"COPY {views.name} ({names}) FROM STDIN") as copying:
        for one in rows:
            copying.write_row(tuple(one.values()))
