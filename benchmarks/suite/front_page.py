"""The front page

Twenty of 60 stories with their editors, and what is under discussion: where most visits begin. Each request
reads which stories these are, in which version; what they look like together is kept.
The reference is the same answer, recorded and sent by the same gunicorn without Flask behind it.
"""

from __future__ import annotations

from benchmarks.frame import Table
from benchmarks.pages import measure_page
from benchmarks.workbench import Workbench

PATH = "/"


def run(bench: Workbench) -> Table:
    return measure_page(bench, "front", PATH)
