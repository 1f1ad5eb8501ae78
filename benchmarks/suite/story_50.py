"""A story with 50 replies

An ordinary story, signed out: the page that look.md gives a budget of bytes.
The reference is the same answer, recorded and sent by the same gunicorn without Flask behind it.
"""

from __future__ import annotations

from benchmarks.frame import Table
from benchmarks.pages import measure_page
from benchmarks.workbench import Workbench

PATH = "/stories/fifty-replies"


def run(bench: Workbench) -> Table:
    return measure_page(bench, "story-50", PATH)
