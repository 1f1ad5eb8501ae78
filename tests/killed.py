"""Programs of a test's own on its database, and kill -9 in the middle of what they do."""

from __future__ import annotations

import os
import subprocess
import sys

from flask import Flask

from community.config import PROJECT_ROOT, Settings

_BEGINS = """
import os, signal, sys
from pathlib import Path
from community.app import create_app
from community.config import Settings

instance, database, redis, *asked = sys.argv[1:]
app = create_app(Settings(_env_file=None, instance_dir=Path(instance), database_url=database, redis_url=redis,
                          run_jobs=False, rate_limits=False))

def die(*anything, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def must_die(work):
    child = os.fork()  # a process of its own each time, without starting Python anew
    if child == 0:
        with app.app_context():
            work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "it went past the moment at which it was to die"
"""
"""What each program finds: `app`, the arguments as `asked`, `die`, and `must_die(work)`."""


def run_python(app: Flask, program: str, *asked: str) -> None:
    """Run `program` in a process of its own, on the database of `app`; it finds what `_BEGINS` says."""
    settings: Settings = app.extensions["settings"]
    where = (str(settings.instance_dir), settings.database_url, settings.redis_url)
    ended = subprocess.run(
        [sys.executable, "-c", _BEGINS + program, *where, *asked],
        cwd=PROJECT_ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
