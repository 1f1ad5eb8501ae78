"""`community import people`: what it tells, and what it does when it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.profiles.bringing.models import Batch
from community.profiles.bringing.people.command import run
from tests.cast import Cast

FILE = "name,email,institution\nAda,ada@uni.example,Accra\nBen,,\n"


@pytest.fixture
def file(tmp_path: Path, topics: None) -> Path:
    path = tmp_path / "staff.csv"
    path.write_text(FILE)
    return path


def names(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Member.display_name).where(Member.claimed_at.is_(None))))


def test_it_only_tells_until_it_is_told_to(
    cast: Cast, session: Session, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, apply=False, encoding=None, audience="me", by=None) == 0
    said = capsys.readouterr().out
    assert "Line 3 refused, Ben:" in said
    assert "1 would come in, 0 are here already, 1 refused." in said
    assert names(session) == []


def test_it_brings_in_under_an_editors_name(
    cast: Cast, session: Session, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, apply=True, encoding=None, audience="public", by=None) == 1  # nobody could answer for it
    assert run(file, apply=True, encoding=None, audience="public", by=cast.amina.handle) == 1
    assert names(session) == []
    assert run(file, apply=True, encoding=None, audience="public", by=cast.lindiwe.handle) == 0
    assert names(session) == ["Ada"]
    assert session.scalars(select(Batch.member_id)).one() == cast.lindiwe.id
    assert run(file, apply=True, encoding=None, audience="public", by=None) == 1  # nobody is new
    assert "Nobody of it is new" in capsys.readouterr().err


def test_lines_are_left_out(
    cast: Cast, session: Session, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(FILE + "".join(f"P{n},p{n}@uni.example,Accra\n" for n in range(4, 9)))

    def bring(*without: str, apply: bool = True) -> int:
        by = cast.lindiwe.handle
        return run(file, apply=apply, encoding=None, audience="me", by=by, without=without)

    for wrong in ("x", "99", "2-x", "9" * 30, ""):
        assert bring(wrong) == 1
    assert "“x” is no line" in capsys.readouterr().err
    assert names(session) == []
    assert bring("2", "4-6", apply=False) == 0
    said = capsys.readouterr().out
    assert "Line 2, Ada: left out" in said
    assert "2 would come in" in said
    assert bring("2", "4-6") == 0
    assert set(names(session)) == {"P7", "P8"}


def test_what_cannot_be_read_is_told(
    cast: Cast, tmp_path: Path, topics: None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staff.csv"
    for text, said in (
        (b"wer,wo\nAda,Accra\n", "No column has the names."),
        (b"a,b\n\xff\n", "UTF-8"),
    ):
        path.write_bytes(text)
        assert run(path, apply=False, encoding=None, audience="me", by=None) == 1
        assert said in capsys.readouterr().err
