"""docs/performance.md: each benchmark owns the lines between its two markers and writes them anew."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame import Table

REPORT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def section(name: str, description: str, table: Table, *, machine: str, today: str) -> str:
    """The text of one benchmark, with its markers. `description` is its docstring: a title line, then the why."""
    title, _, rest = description.strip().partition("\n")
    parts = [
        f"<!-- bench:{name} -->",
        f"## {title.rstrip('.')}",
        *([rest.strip()] if rest.strip() else []),
        table.as_markdown(),
        f"`./dev bench {name}` · {today} · {machine}",
        f"<!-- /bench:{name} -->",
    ]
    return "\n\n".join(parts)


def with_section(text: str, name: str, new: str) -> str:
    """`text` with the section of `name` replaced, or added at the end. Raises ValueError when a marker is alone."""
    opening, closing = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    if (opening in text) != (closing in text):
        raise ValueError(f"one of the two markers of {name} is missing")
    if opening not in text:
        return f"{text.rstrip()}\n\n{new}\n"
    pattern = re.escape(opening) + r".*?" + re.escape(closing)
    return re.sub(pattern, lambda _: new, text, count=1, flags=re.DOTALL)


def write_section(name: str, description: str, table: Table, *, machine: str, path: Path = REPORT) -> None:
    """Put the figures of this run, on this machine, today, into the report."""
    today = datetime.now(UTC).date().isoformat()
    new = section(name, description, table, machine=machine, today=today)
    path.write_text(with_section(path.read_text(), name, new))


def this_machine() -> str:
    """Cores, processor, Python, and how busy others keep it at this moment: what a figure depends on.

    No name of a host: the report is public. Ask before the first measurement, whose own load is not meant.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f"{cores} cores of {_processor()}, Python {platform.python_version()}, load before {busy:.1f}"


def _processor() -> str:
    try:
        listed = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", listed, re.MULTILINE)
    return found[1].strip() if found else platform.machine()
