"""Building a large index in a process of its own, so that neither its time nor its memory is taken from readers."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from community.config import PROJECT_ROOT, Settings

FROM_SO_MANY = 5_000
"""Profiles; fewer are indexed sooner than a process starts."""

log = logging.getLogger(__name__)


def rebuild_aside(settings: Settings) -> None:
    """`community reindex`, which a person may start as well. Returns when it is done; if it went wrong, that stands in
    the log, and there is no index still."""
    child = subprocess.Popen(
        [sys.executable, "-m", "community", "reindex"],
        cwd=PROJECT_ROOT,
        env=os.environ
        | {
            "COMMUNITY_INSTANCE_DIR": str(settings.instance_dir.resolve()),
            "COMMUNITY_DATABASE_URL": settings.database_url,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    os.setpriority(os.PRIO_PROCESS, child.pid, 5)  # readers first
    if child.wait():
        log.error("the process that builds the search index ended with %s", child.returncode)
