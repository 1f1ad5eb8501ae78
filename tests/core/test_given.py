"""Rows given as one value come out of both databases as they went in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, String, select
from sqlalchemy.orm import Session

from community.core.db import UtcDateTime
from community.core.given import give, given

READ = select(
    given(0, BigInteger()), given(1, String()), given(2, Boolean()), given(3, UtcDateTime()), given(4, JSON())
)
NOON = datetime(2026, 11, 29, 12, 0, 0, 250, tzinfo=UTC)


@pytest.mark.parametrize(
    "row",
    [
        (1, 'It\'s "quoted", 100 % \\ :given', True, NOON, {"members": [1, 2], "name": "O'Brien"}),
        (2**40, "أماني 张伟 🙂 é\n\ttabbed", False, NOON.replace(microsecond=0), {}),
        (None, "", None, None, {"none": None}),
    ],
    ids=["quoted", "scripts", "nothing"],
)
def test_a_row_comes_out_as_it_went_in(session: Session, row: tuple[Any, ...]) -> None:
    [found] = session.execute(READ, give([row]))
    assert tuple(found) == row


def test_no_row_gives_none_and_several_keep_apart(session: Session) -> None:
    numbers = select(given(0, BigInteger()))
    assert session.scalars(numbers, give([])).all() == []
    assert sorted(session.scalars(numbers, give([(3,), (1,), (2,)]))) == [1, 2, 3]
