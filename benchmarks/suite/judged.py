"""The pages that the look gives budgets to, with who reads them."""

from __future__ import annotations

from benchmarks.suite import directory_page, story_50
from benchmarks.workbench import Workbench


def judged_pages(bench: Workbench) -> dict[str, tuple[str, str | None]]:
    """name of the budget -> path, and the Cookie header of its reader (None: signed out)."""
    someone = bench.people[-1]  # nobody sends anything in their conversation
    return {
        "story": (story_50.PATH, None),
        "directory": (directory_page.PATH, None),
        "conversation": (f"/conversations/{someone['conversation']}", someone["cookie"]),
    }
