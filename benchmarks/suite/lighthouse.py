"""Lighthouse on mobile settings

The judged pages, as Lighthouse's slow phone sees them: medians of three runs, out of 100. The reference are the bars of
the look: 98 for performance, 100 for the others. `./dev bench lighthouse` installs Lighthouse; it needs Chromium too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.frame import Table
from benchmarks.suite.judged import judged_pages
from benchmarks.suite.refusal import CannotMeasure
from benchmarks.workbench import Workbench
from tests.chromium import executable
from tests.serving import ROOT

BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3
ATTEMPTS = 3
"""On a busy machine it now and then misses the beginning of a page and says so."""
LIGHTHOUSE = ROOT / ".tools" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"


def run(bench: Workbench) -> Table:
    node, chromium = _node(), _chromium()
    rows = []
    for name, (path, cookie) in judged_pages(bench).items():
        runs = [_once(node, chromium, bench.url + path, cookie) for _ in range(RUNS)]
        scores = {key: median(one["categories"][key]["score"] * 100 for one in runs) for key in BARS}
        paints = [one["audits"]["largest-contentful-paint"]["numericValue"] / 1000 for one in runs]
        cells = (f"{scores[key]:.0f} of {bar}" for key, bar in BARS.items())
        rows.append((name, *cells, f"{median(paints):.1f} s"))
        _explain(name, runs[-1])
    version = json.loads((LIGHTHOUSE.parents[1] / "package.json").read_text())["version"]
    headings = ("page", "performance", "accessibility", "best practices", "SEO", "largest paint")
    return Table(headings, tuple(rows), note=f"Lighthouse {version}.")


def _explain(name: str, result: dict[str, Any]) -> None:
    """What cost points, and the first places where, for the terminal."""
    for key in BARS:
        for reference in result["categories"][key]["auditRefs"]:
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                items = audit.get("details", {}).get("items", ())
                where = [one["node"]["selector"] for one in items if "node" in one][:3]
                print(
                    f"  {name}, {key}: {audit['title']} {audit.get('displayValue', '')} {' | '.join(where)}".rstrip()
                )


def _once(node: str, chromium: str, url: str, cookie: str | None) -> dict[str, Any]:
    command = [
        *(node, str(LIGHTHOUSE), url, "--quiet", "--output=json", "--output-path=stdout"),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
        f"--only-categories={','.join(BARS)}",
        "--no-enable-error-reporting",
    ]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _attempt in range(ATTEMPTS):
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=180, check=False
        )
        if ended.returncode == 0:
            result: dict[str, Any] = json.loads(ended.stdout)
            return result
    raise RuntimeError(f"Lighthouse failed: {ended.stderr[-500:]}")


def _node() -> str:
    if not LIGHTHOUSE.exists():
        raise CannotMeasure("Lighthouse is not installed: ./dev bench lighthouse does it")
    # The one from the Python packages first: the machine's own is often too old for Lighthouse.
    own = Path(sys.executable).with_name("node")
    found = str(own) if own.exists() else shutil.which("node")
    if not found:
        raise CannotMeasure("there is no Node on this machine")
    return found


def _chromium() -> str:
    try:
        return executable()
    except LookupError as reason:
        raise CannotMeasure(str(reason)) from reason
