"""The directory of 500 members

The first page of the directory, with 20 results and the counts of its facets: search, people and their marks.
The reference is the same answer, recorded and sent by the same gunicorn without Flask behind it.
"""

from __future__ import annotations

from benchmarks.frame import Table
from benchmarks.pages import measure_page
from benchmarks.workbench import Workbench

PATH = "/people"


def run(bench: Workbench) -> Table:
    return measure_page(bench, "directory", PATH)
