"""`./dev bench [NAME …]`: measure, print, and write docs/performance.md."""

from __future__ import annotations

import argparse
import sys

from benchmarks.frame import Table
from benchmarks.report import this_machine, write_section
from benchmarks.suite import BENCHMARKS, CannotMeasure
from benchmarks.workbench import Workbench


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        print(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr
        )
        return 2
    left_out = 0
    machine = this_machine()
    with Workbench(rounds=options.rounds, seconds=options.seconds) as bench:
        for name in options.names or BENCHMARKS:
            benchmark = BENCHMARKS[name]
            description = benchmark.__doc__ or name
            print(f"\n{name}: {description.strip().splitlines()[0]}\n", flush=True)
            try:
                table: Table = benchmark.run(bench)
            except CannotMeasure as reason:
                print(f"left out: {reason}", flush=True)
                left_out += name in options.names
                continue
            print(table.as_markdown(), flush=True)
            if options.write:
                write_section(name, description, table, machine=machine)
    return 1 if left_out else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure against a reference.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5, help="times each thing is measured (default 5)")
    parser.add_argument(
        "--seconds", type=float, default=2.0, help="length of one sample of a rate (default 2)"
    )
    parser.add_argument(
        "--dry", dest="write", action="store_false", help="leave docs/performance.md as it is"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
