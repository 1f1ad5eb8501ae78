"""The benchmarks. Each module says in its docstring what it measures, why, and beside which reference."""

from __future__ import annotations

from typing import Protocol

from benchmarks.frame import Table
from benchmarks.suite import (
    budgets,
    directory_100k,
    directory_page,
    embedded_500,
    fan_out,
    front_page,
    kill,
    lighthouse,
    names,
    send_message,
    start,
    story_50,
    thread_page,
)
from benchmarks.suite.refusal import CannotMeasure
from benchmarks.workbench import Workbench

__all__ = ["BENCHMARKS", "CannotMeasure"]


class Benchmark(Protocol):
    """A module with a docstring (a title, then why and beside what) and `run`."""

    __doc__: str | None

    def run(self, bench: Workbench) -> Table:
        """Measure. Raises CannotMeasure when this machine lacks something."""


BENCHMARKS: dict[str, Benchmark] = {
    "thread-page": thread_page,
    "story-50": story_50,
    "directory-page": directory_page,
    "directory-100k": directory_100k,
    "front-page": front_page,
    "names": names,
    "send-message": send_message,
    "fan-out": fan_out,
    "embedded-500": embedded_500,
    "kill": kill,
    "start": start,
    "budgets": budgets,
    "lighthouse": lighthouse,
}
"""In the order in which they run and stand in the report."""
