"""The second start

From `community run` on an instance that is set up to the first answered page; a promise of `./dev run` is 3 seconds.
The reference is a Python process that imports Flask and ends: what no program on this foundation can do without. Both
find Python's compiled files, as after any first start, also where the environment forbids to write them
(PYTHONDONTWRITEBYTECODE).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.frame import Comparison, Series, Table, compare, figure, in_rounds, share
from benchmarks.workbench import Workbench
from tests.serving import RunningServer

PROMISE_SECONDS = 3


def run(bench: Workbench) -> Table:
    bench.stop_server()
    settings = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(bench.folder / "compiled")}
    _start(bench, settings)  # the first one compiles Python's files and builds what is missing
    starts, imports = in_rounds(
        bench.rounds, lambda: _start(bench, settings), lambda: _import_flask(settings)
    )
    row = Comparison("until a page answers", Series(starts, "s"), Series(imports, "s"), share)
    kept = "kept" if row.subject.median < PROMISE_SECONDS else "broken"
    note = f"The promise of {PROMISE_SECONDS} s is {kept}: {figure(row.subject.median)} s."
    return compare("import flask", [row], ratio="times as long", note=note)


def _start(bench: Workbench, settings: dict[str, str]) -> float:
    server = RunningServer(bench.instance, settings=settings)
    began = time.perf_counter()
    try:
        server.start()
        return time.perf_counter() - began
    finally:
        server.stop()


def _import_flask(settings: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask"], env=os.environ | settings, check=True)
    return time.perf_counter() - began
