"""The engine of the scaled-out shape: PostgreSQL full text over tokens that our own analysis prepared.

PostgreSQL's parsers and dictionaries are not asked: vectors are written out token by token, so that both
engines find the same people. Readers see the state before or after a write, never between.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, Row, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ColumnElement

from community.search.codec import by_person
from community.search.engine import (
    Audience,
    Document,
    Progress,
    Query,
    Rebuilding,
    Results,
    SearchError,
    Suggestion,
)
from community.search.postgres_build import WRITER, add, build, forget, the_only_builder
from community.search.postgres_known import FacetValues, Known, TopicNames
from community.search.postgres_matching import Matching
from community.search.postgres_query import Search
from community.search.postgres_tables import LAYOUT, metadata, state, topics, values, views
from community.search.suggesting import suggestions


class PostgresEngine:
    """See `engine.Engine` for what each method promises. `create` makes the tables, before the first
    rebuild."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._held = Known("", TopicNames(()), FacetValues(()))

    def create(self) -> None:
        """Make the tables that are missing; make them anew if they are of an older layout."""
        with self._database.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(WRITER)))
            held = _layout(connection)
            if held is not None and held != LAYOUT:
                metadata.drop_all(connection)
            metadata.create_all(connection)

    # --- reading ---

    def is_ready(self) -> bool:
        with self._database.connect() as connection:
            return _is_ready(connection)

    def as_of(self) -> int:
        with self._database.connect() as connection:
            held = _state(connection)
            return held.as_of if held and held.building is None else 0

    def ids_and_versions(self) -> Mapping[int, int]:
        with self._database.connect() as connection:
            return _versions(connection) if _is_ready(connection) else {}

    def search(self, query: Query) -> Results:
        with self._database.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            held = _state(connection)
            if held is None:
                return Results(rule=query.rule(bool(query.text.strip())), rebuilding=Rebuilding())
            is_whole = held.building is None
            results = Search(connection, query, self._known(connection, held)).results(is_whole)
            if is_whole:
                return replace(results, as_of=held.as_of)
            return replace(results, rebuilding=Rebuilding(held.done, max(held.building, held.done)))

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        if not prefix.strip():
            return ()
        query = Query(prefix, audience, page_size=limit, typing=True)
        with self._database.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            held = _state(connection)
            if held is None:
                return ()
            known = self._known(connection, held)
            by_name = Matching(known.topics, in_topics=False, in_own=False)
            by_topic = Matching(known.topics, in_names=False, in_own=False)
            named = Search(connection, query, known, by_name)
            on_topic = Search(connection, query, known, by_topic)
            return suggestions(named.documents(), on_topic.documents(), on_topic.clauses, limit)

    def _known(self, connection: Connection, held: Row[Any]) -> Known:
        """What is known at the connection's moment; read again when there is more."""
        known = self._held
        if known.mark != held.known:
            called = connection.execute(select(topics.c.key, topics.c.value))
            names = TopicNames((key, value) for key, value in called)
            codes = connection.execute(select(values.c.code, values.c.value))
            known = Known(held.known, names, FacetValues((code, value) for code, value in codes))
            self._held = known
        return known

    # --- writing ---

    def put(self, documents: Iterable[Document]) -> None:
        people = by_person(documents)
        if not people:
            return
        with self._writing() as connection:
            held = _versions(connection, views.c.id.in_(list(people)))
            newer = [
                view
                for person, person_views in people.items()
                if max(view.version for view in person_views) >= held.get(person, -1)
                for view in person_views
            ]
            forget(connection, {view.id for view in newer})
            add(connection, newer)
            _advance(connection, max((view.version for view in newer), default=0))

    def remove(self, ids: Iterable[int], version: int = 0) -> None:
        with self._writing() as connection:
            forget(connection, set(ids))
            _advance(connection, version)

    def rebuild(
        self, documents: Iterable[Document], progress: Progress | None = None, people: int = 0
    ) -> None:
        """Over an old index in one transaction, so that readers have that until it is done. Where there is none, each
        batch is one, so that they have what is there."""
        self.create()
        was_there = self.is_ready()
        with self._database.connect() as connection, the_only_builder(connection):
            if _is_ready(connection) == was_there:
                build(connection, documents, progress, people, in_steps=not was_there)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction of the one writer; its failures are SearchErrors."""
        try:
            with self._database.begin() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(WRITER)))
                if not _is_ready(connection):
                    raise SearchError("the index is to be rebuilt first")
                yield connection
        except DBAPIError as problem:
            raise SearchError("PostgreSQL could not write the index") from problem


def _layout(connection: Connection) -> int | None:
    if not connection.scalar(select(func.to_regclass("search_state"))):
        return None
    return connection.scalar(select(state.c.layout))


def _state(connection: Connection) -> Row[Any] | None:
    """What is known of the index; nothing if it is not there or of another layout."""
    return connection.execute(select(state)).first() if _layout(connection) == LAYOUT else None


def _is_ready(connection: Connection) -> bool:
    held = _state(connection)
    return held is not None and held.building is None


def _versions(connection: Connection, *conditions: ColumnElement[bool]) -> dict[int, int]:
    held = select(views.c.id, func.max(views.c.version)).where(*conditions).group_by(views.c.id)
    return {person: version for person, version in connection.execute(held)}  # noqa: C416 - rows are no pairs to mypy


def _advance(connection: Connection, version: int) -> None:
    connection.execute(update(state).values(as_of=func.greatest(state.c.as_of, version)))
