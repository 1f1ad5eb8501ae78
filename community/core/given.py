"""Rows given to a statement as one value, a list in JSON: its text is the same for any number of them, so that it is
read and planned once, and one round to the database is enough."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, DateTime, String, bindparam, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator, TypeEngine

_GIVEN = "given"


class _Rows(GenericFunction[Any]):
    inherit_cache = True
    name = "given_rows"


class _Value(GenericFunction[Any]):
    """Of a row, by its place in it."""

    inherit_cache = True
    name = "given_value"


@compiles(_Rows, "sqlite")
def _rows_in_sqlite(rows: _Rows, compiler: Any, **more: Any) -> str:
    return f"json_each({compiler.process(rows.clauses, **more)})"


@compiles(_Rows, "postgresql")
def _rows_in_postgresql(rows: _Rows, compiler: Any, **more: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(rows.clauses, **more)} AS jsonb))"


@compiles(_Value, "sqlite")
def _value_in_sqlite(value: _Value, compiler: Any, **more: Any) -> str:
    row, place = (compiler.process(one, **more) for one in value.clauses)
    return f"json_extract({row}, '$[{place}]')"


@compiles(_Value, "postgresql")
def _value_in_postgresql(value: _Value, compiler: Any, **more: Any) -> str:
    row, place = (compiler.process(one, **more) for one in value.clauses)
    kind = value.type.impl_instance if isinstance(value.type, TypeDecorator) else value.type
    found = f"{row} {'->' if isinstance(kind, JSON) else '->>'} {place}"
    if isinstance(kind, DateTime):
        found = f"({found}) || '+00'"
    return f"CAST({found} AS {compiler.dialect.type_compiler_instance.process(kind)})"


_row = _Rows(bindparam(_GIVEN, type_=String)).table_valued("value", name=_GIVEN).c.value


def given(place: int, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    """What stands at this place of each row that is given."""
    return _Value(_row, literal_column(str(place)), type_=type_)


def give(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """The parameter that holds these rows: of numbers, texts without control characters, flags, moments, JSON, None."""
    return {_GIVEN: json.dumps(list(rows), default=_moment)}


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy keeps it in SQLite
