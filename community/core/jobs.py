"""Work outside of a request, on huey: a wake-up for the outbox worker, and periodic jobs.

The queue carries no truth. What must happen stands in the outbox, in the database; a lost wake-up costs at
most the time to the next periodic one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from community.config import Settings

log = logging.getLogger(__name__)


class Jobs:
    """The application's queue, periodic jobs and, where asked, its consumer."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._woken = threading.Event()
        self._consumer: Consumer | None = None
        self.periodic: dict[str, Callable[[], object]] = {}
        self.huey: Huey = (
            RedisHuey(settings.shared_name, url=settings.redis_url)
            if settings.redis_url
            else SqliteHuey("community", filename=str(settings.instance_dir / "jobs.sqlite"))
        )
        self._deliver = self.huey.task(name="deliver_outbox")(self._deliver_outbox)
        app.extensions["jobs"] = self

    def every(self, job: Callable[[], object], **schedule: str) -> None:
        """Run `job` in the application's context by a crontab: minute="*/5", hour="3" …"""
        name = f"{job.__module__}.{job.__qualname__}"
        self.periodic[name] = job

        def run() -> None:
            with self._app.app_context():
                job()

        self.huey.periodic_task(crontab(**schedule), name=name)(run)

    def wake(self) -> None:
        """There may be something in the outbox.

        Where the consumer lives in this process, many calls before it starts are one. A queue that cannot be
        reached is logged only: the change is committed, and the periodic job finds what it left.
        """
        if self._consumer is not None and self._woken.is_set():
            return
        self._woken.set()
        try:
            self._deliver()
        except Exception:
            self._woken.clear()
            log.exception("the worker could not be woken")

    def _deliver_outbox(self) -> None:
        from community.core.delivery import deliver_all_due  # it stands on the unit of work, which wakes us

        self._woken.clear()
        with self._app.app_context():
            deliver_all_due()

    def start_consumer(self) -> None:
        """Consume in threads of this process (the embedded shape)."""
        self._consumer = _QuietConsumer(
            self.huey, workers=2, initial_delay=0.02, backoff=1.3, max_delay=0.25, shutdown_timeout=0.5
        )
        self._consumer.start()
        self._woken.clear()
        self.wake()

    def stop_consumer(self) -> None:
        if self._consumer:
            self._consumer.stop(graceful=True)

    def run_consumer(self) -> None:
        """Consume until a signal comes (`community work`, the scaled-out shape)."""
        Consumer(self.huey, workers=2, max_delay=0.5).run()


class _QuietConsumer(Consumer):  # type: ignore[misc]  # huey is untyped
    """Leaves the signals to the server in whose process it lives."""

    def _set_signal_handlers(self) -> None:
        pass


def jobs(app: Flask | Any) -> Jobs:
    found: Jobs = app.extensions["jobs"]
    return found
