"""The database: SQLAlchemy on SQLite or PostgreSQL, with the same meaning on both.

SQLite runs with WAL and synchronous=FULL (an acknowledged commit survives a power cut), and every
write transaction starts with BEGIN IMMEDIATE: without it, read-modify-write updates are lost silently.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Engine, Integer, MetaData, String, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm import registry as Registry
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator

BUSY_MS = 10_000
"""So long a writer waits for another one, in SQLite for all of the database, in PostgreSQL for a row or a table."""
LOCK_NOT_AVAILABLE = "55P03"
"""What PostgreSQL says to who has waited for BUSY_MS (its manual, appendix A)."""
RESTED_SECONDS = 2.0
"""A connection that was used less long ago is trusted."""
_USED_AT = "used_at"
WRITE = "sqlite_write"
"""Execution option: this transaction will write, so take SQLite's write lock at its start."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite forgets time zones; a naive value is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise TypeError(f"naive datetime {value!r}: use community.core.clock.now()")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives automatic numbers to INTEGER keys only."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = Registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UtcDateTime,
            int: BigId,
            str: String,
            dict[str, Any]: MutableDict.as_mutable(JSON),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False},
    engine_options={
        "pool_size": 8,
        "max_overflow": 24,
        "hide_parameters": True,  # they are people's words and addresses: not for a log
    },
    add_models_to_shell=False,
)
migrate = Migrate(db=db, directory="community/migrations", compare_type=True, render_as_batch=True)

if TYPE_CHECKING:

    class Model(Base):
        """What mapped classes inherit from."""

        __abstract__ = True
else:
    Model = db.Model


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def waited_too_long(fault: DBAPIError) -> bool:
    """Whether this came of waiting for another writer, and not of what was asked."""
    original = fault.orig
    if isinstance(original, sqlite3.OperationalError):
        return original.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # its extended codes end alike
    return getattr(original, "sqlstate", None) == LOCK_NOT_AVAILABLE


def forget_removed(*tables: str) -> None:
    """After something was removed for good from these: SQLite's log and PostgreSQL's earlier versions of the rows still
    have it."""
    if db.engine.dialect.name == "sqlite":
        _empty_log()
    else:
        _drop_versions(tables)


def _drop_versions(tables: Sequence[str]) -> None:
    """PostgreSQL's own vacuum comes when a fifth of a table has changed, which in a large one takes months.

    This looks at pages that have changed since the last one only, leaves indexes to it, and locks out nobody.
    """
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(
            text(f"VACUUM (SKIP_LOCKED, INDEX_CLEANUP OFF, TRUNCATE OFF) {', '.join(tables)}")
        )


def _empty_log() -> None:
    """As far as no reader stands in the way: while this waits for one nobody can write, so it waits for a moment
    only, a few times."""
    connection = db.engine.raw_connection()  # outside of any transaction
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout=20")
        for _ in range(10):
            [(is_busy, *_rest)] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if not is_busy:
                return
            time.sleep(0.1)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.close()


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        connection.execute(f"SET lock_timeout = {BUSY_MS}")  # without it, for ever
        connection.commit()
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
        "mmap_size=268435456",
        "secure_delete=ON",  # what is deleted is overwritten, not left in free pages
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Pool, "checkin")
def _note_use(connection: Any, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _expect_alive(connection: Any, record: Any, proxy: Any) -> None:
    """Ask a connection that has rested whether it still stands; `pool_pre_ping` asks each one each time, which is a
    way to the database for every event of a socket."""
    if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) < RESTED_SECONDS:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as fault:
        raise DisconnectionError("a connection that rested is gone") from fault  # the pool makes another one


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
