"""The roles of the scaled-out shape, each a process of its own behind nginx (deploy/).

Pages and sockets are kept apart, so that a page's CPU does not delay a message. Page workers are several behind one
port. A realtime worker has a port of its own: a client that polls must come back to the one worker that knows it.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from typing import Any

from apiflask import APIFlask

from community.config import Settings
from community.serving.http import CannotServe, Server, expect_free

THREADS_OF_A_PAGE_WORKER = 8
SOCKETS_OF_A_WORKER = 20_000


def serve_pages(settings: Settings, *, workers: int) -> None:
    """Pages and the JSON doors, until a signal comes. Raises CannotServe."""
    _expect_scaled_out(settings)
    settings = settings.model_copy(update={"serves_sockets": False, "run_jobs": False})
    _Pages(settings, workers=workers, threads=THREADS_OF_A_PAGE_WORKER, worker_class="gthread").run()


def serve_realtime(settings: Settings) -> None:
    """Socket.IO in one gevent worker, until a signal comes. Raises CannotServe."""
    _expect_scaled_out(settings)
    settings = settings.model_copy(update={"socket_mode": "gevent", "run_jobs": False})
    _Realtime(
        settings, worker_class="gevent", worker_connections=SOCKETS_OF_A_WORKER, worker_exit=_leave_at_once
    ).run()


def _expect_scaled_out(settings: Settings) -> None:
    if settings.is_embedded or not settings.redis_url:
        raise CannotServe(
            "Roles are of the scaled-out shape: set COMMUNITY_DATABASE_URL (PostgreSQL) and COMMUNITY_REDIS_URL, or "
            "use `community run`."
        )
    expect_free(settings.host, settings.port)


class _Role(Server):
    """Makes the application in the worker: there gevent has put its sockets in place before anybody imports them."""

    def load(self) -> APIFlask:  # type: ignore[override]  # a WSGI application in its own words
        from community.app import create_app

        app = create_app(self._settings)
        self.prepare(app)
        return app

    def prepare(self, app: APIFlask) -> None:
        """What the worker does before its first request."""


class _Pages(_Role):
    def prepare(self, app: APIFlask) -> None:
        from community.directory.engine import warm_up

        threading.Thread(target=_in_context(app, warm_up), name="warm-up", daemon=True).start()


class _Realtime(_Role):
    def prepare(self, app: APIFlask) -> None:
        from community.core.socket_server import join_others

        join_others(app)
        spare_the_collector()


def spare_the_collector() -> None:
    """Python looks for garbage by walking over all objects, and everybody's messages wait for it. So what was made at
    start is left out of that, and it happens a hundred times less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(70_000, 20, 20)


def _in_context(app: APIFlask, work: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            work()

    return run


def _leave_at_once(arbiter: Any, worker: Any) -> None:
    os._exit(0)  # every open socket has a greenlet that would be waited for; all that matters is committed
