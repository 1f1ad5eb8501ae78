"""What the judged pages weigh

A story with 50 replies, the directory with 20 results, a conversation: KB on the wire (compressed, of 1,024 bytes) with
an empty cache, photos apart. The reference are the budgets of the look; a browser test holds them, this table shows
how near they are. The scripts of the conversation include the Socket.IO client, which comes after the first paint.
"""

from __future__ import annotations

from benchmarks.frame import Table
from benchmarks.suite.judged import judged_pages
from benchmarks.weight import BUDGETS, ENCODINGS, KILOBYTE, weigh
from benchmarks.workbench import Workbench

HEADINGS = ("page", "encoding", "HTML", "CSS", "JS", "requests before first paint", "budget")


def run(bench: Workbench) -> Table:
    rows = []
    for name, (path, cookie) in judged_pages(bench).items():
        weight = weigh(bench.url, path, cookie)
        budget = BUDGETS[name]
        for encoding in ENCODINGS:
            sizes = budget.measured(weight.bytes[encoding])
            cells = (f"{found / KILOBYTE:.1f} of {allowed // KILOBYTE}" for found, allowed in sizes.values())
            requests = f"{weight.first_paint_requests} of {budget.requests}"
            broken = budget.broken_by(weight.bytes[encoding], weight.first_paint_requests)
            rows.append((name, encoding, *cells, requests, "broken" if broken else "held"))
    return Table(HEADINGS, tuple(rows))
