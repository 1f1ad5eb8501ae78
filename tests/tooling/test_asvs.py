"""The table of security requirements tells no tales: each is judged once, and each proof it names is there."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TABLE = PROJECT / "docs" / "security" / "asvs.csv"
STATUSES = {"met", "partly", "open", "n/a"}

Row = dict[str, str]


@cache
def proofs_in(path: Path) -> frozenset[str]:
    """Names of the test functions of a file."""
    nodes = ast.walk(ast.parse(path.read_text())) if path.is_file() else ()
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_is_judged_once(rows: list[Row], shared_data: Path) -> None:
    with (shared_data / "security" / "asvs-5.0.0.csv").open(newline="", encoding="utf-8-sig") as file:
        asked = [(row["req_id"], row["L"]) for row in csv.DictReader(file)]
    assert [(row["id"], row["level"]) for row in rows] == asked


def test_each_row_says_what_it_has_to(rows: list[Row]) -> None:
    assert list(rows[0]) == ["id", "level", "applies", "reason", "test", "status"]
    assert Counter(row["id"] for row in rows).most_common(1)[0][1] == 1
    for row in rows:
        assert row["status"] in STATUSES, row
        assert row["applies"] in {"yes", "no", "later"}, row
        assert (row["applies"] == "no") == (row["status"] == "n/a"), row
        assert row["applies"] != "later" or (row["level"], row["status"]) == ("3", "open"), row
        assert row["reason"] or (row["status"] == "met" and row["test"]), row


def test_each_proof_is_there(rows: list[Row]) -> None:
    for row in rows:
        if row["test"]:
            path, separator, name = row["test"].partition("::")
            assert separator, row
            assert path.startswith("tests/"), row
            assert name in proofs_in(PROJECT / path), row


def test_the_counts_that_are_told_are_those_of_the_table(rows: list[Row]) -> None:
    """`docs/security/README.md` tells them; whoever changes a row changes them there."""
    told = (TABLE.parent / "README.md").read_text()
    lines = dict(re.findall(r"^\| (\S+) \| (.+) \|$", told, re.MULTILINE))
    order = ("met", "partly", "open", "n/a")
    for level in "12":
        counts = Counter(row["status"] for row in rows if row["level"] == level)
        assert lines[level] == " | ".join(str(counts[status]) for status in order)
