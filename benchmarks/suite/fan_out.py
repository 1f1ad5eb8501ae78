"""Fan-out of Socket.IO beside the reference server

1,000 clients over WebSocket; one in a room says something, all in it hear it. Here it is the product's realtime worker
(one gevent process with its Redis queue, its rooms, its lines; no database), the reference is socket.io 4.8 from npm on
Node 24 as it comes, with the same event, the same generator, one after the other in each round. The first figures
are the CPU of the server's processes for each delivery while it gives all it can; the last row of each size the 99th
percentile of the delay from saying to hearing, at 5,000 deliveries a second, evenly. Both are measured after a second.
"""

from __future__ import annotations

from functools import partial

from benchmarks.fan_out.servers import Running, measure, ours, reference
from benchmarks.frame import Aim, Comparison, Series, Table, compare, in_rounds, share
from benchmarks.workbench import Workbench

AIMS = {10: 1.25, 50: 1.0, 1000: 1.0}
PACED = 5000
PACED_SECONDS = 6
"""At least: in rooms of 1,000 there are five bursts a second, and each would be a tenth of what is measured in two."""


def run(bench: Workbench) -> Table:
    rows = []
    with ours(bench.folder) as mine, reference(bench.folder) as theirs:
        for size, aim in AIMS.items():

            def cpu(server: Running, size: int = size) -> float:
                said = measure(server, size, bench.seconds)
                return said["cpu"] / said["deliveries"] * 1e6

            def delay(server: Running, size: int = size) -> float:
                return measure(server, size, max(bench.seconds, PACED_SECONDS), paced=PACED)["p99"]

            samples = in_rounds(
                bench.rounds,
                partial(cpu, mine),
                partial(cpu, theirs),
                partial(delay, mine),
                partial(delay, theirs),
            )
            here, there, late, late_there = samples
            rows += [
                Comparison(
                    f"rooms of {size:,}: CPU", Series(here, "µs"), Series(there, "µs"), share, Aim(aim)
                ),
                Comparison(
                    f"rooms of {size:,}: p99", Series(late, "ms"), Series(late_there, "ms"), share, Aim(1.0)
                ),
            ]
    return compare("socket.io", rows, ratio="times")
