"""Each benchmark rewrites its own section of the report, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.frame import Table
from benchmarks.report import REPORT, section, this_machine, with_section, write_section
from benchmarks.suite import BENCHMARKS

TABLE = Table(("page", "rate"), (("thread", "100 /s"),))


def test_a_section_tells_what_was_measured_when_and_on_what() -> None:
    text = section(
        "thread-page", "A thread.\n\nWhy it matters.\n", TABLE, machine="2 cores", today="2026-11-24"
    )
    assert text.splitlines() == [
        "<!-- bench:thread-page -->",
        "",
        "## A thread",
        "",
        "Why it matters.",
        "",
        "| page   |   rate |",
        "| ------ | -----: |",
        "| thread | 100 /s |",
        "",
        "`./dev bench thread-page` · 2026-11-24 · 2 cores",
        "",
        "<!-- /bench:thread-page -->",
    ]


def test_a_first_run_adds_its_section_at_the_end() -> None:
    assert with_section("# Speed\n", "a", "NEW") == "# Speed\n\nNEW\n"


def test_a_later_run_replaces_its_own_section_only() -> None:
    text = "Head\n<!-- bench:a -->old<!-- /bench:a -->\n<!-- bench:ab -->kept<!-- /bench:ab -->\nTail\n"
    after = with_section(text, "a", r"new \1")
    assert after == "Head\nnew \\1\n<!-- bench:ab -->kept<!-- /bench:ab -->\nTail\n"


def test_a_lost_marker_is_an_error_and_not_a_second_section() -> None:
    with pytest.raises(ValueError, match="markers of a"):
        with_section("<!-- bench:a -->old", "a", "new")


def test_a_section_written_twice_stands_there_once(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    path.write_text("# Speed\n")
    machine = this_machine()
    write_section("a", "Title", TABLE, machine=machine, path=path)
    once = path.read_text()
    write_section("a", "Title", TABLE, machine=machine, path=path)
    assert path.read_text() == once
    assert machine in once


def test_every_section_of_the_report_belongs_to_a_benchmark_that_says_what_it_is() -> None:
    written = {
        line[len("<!-- bench:") : -len(" -->")]
        for line in REPORT.read_text().splitlines()
        if line.startswith("<!-- bench:")
    }
    assert written <= set(BENCHMARKS)
    assert all("reference" in (one.__doc__ or "") for one in BENCHMARKS.values())
