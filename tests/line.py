"""A real line to the server: WebSocket, over loopback, to the application of the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import socketio
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

WITHIN_SECONDS = 10


class _Quiet(WSGIRequestHandler):
    def log(self, *anything: object) -> None:
        pass


class Line:
    """A real Socket.IO client with these headers; what it hears is kept in order.

    Raises socketio.exceptions.ConnectionError when it is turned away.
    """

    def __init__(self, origin: str, *, reconnection: bool = False, **headers: str) -> None:
        self._news: list[tuple[str, Any]] = []
        self._arrived = threading.Condition()
        self.closed, self.back = threading.Event(), threading.Event()
        self.client = socketio.Client(
            reconnection=reconnection,
            reconnection_delay=0.1,
            # The library would add an Origin of its own.
            websocket_extra_options={"suppress_origin": True},
        )
        self.client.on("*", self._hear)
        self.client.on("connect", lambda: self.back.set() if self.closed.is_set() else None)
        self.client.on("disconnect", lambda *reason: self.closed.set())
        self.client.connect(
            origin, headers=lambda: dict(headers), transports=["websocket"], wait_timeout=WITHIN_SECONDS
        )

    def ask(self, event: str, payload: Any = None, **fields: Any) -> dict[str, Any]:
        """Send an event and wait for its acknowledgement."""
        answer: dict[str, Any] = self.client.call(
            event, payload if payload is not None else fields, timeout=WITHIN_SECONDS
        )
        return answer

    def heard(self, event: str, *, count: int = 1) -> list[Any]:
        """The first `count` events of this name, waiting for them. Raises AssertionError when they don't come."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self._of(event)) >= count, WITHIN_SECONDS)
            assert came, f"waited for {count} {event}, heard {self._news}"
            return self._of(event)[:count]

    def so_far(self, event: str) -> list[Any]:
        """What has come by now. Only after something that was sent later has been heard somewhere."""
        with self._arrived:
            return self._of(event)

    def hang_up(self) -> None:
        """Say goodbye and wait for the answer."""
        self.client.disconnect()

    def drop(self) -> None:
        """Be gone, as a phone in a tunnel is: without waiting for goodbyes."""
        ws = self.client.eio.ws
        wire = ws.sock if ws else None
        if wire is None:
            return
        with suppress(OSError):  # the server was faster
            wire.shutdown(socket.SHUT_RDWR)
        self.closed.wait(1)  # its thread has let go of it
        wire.close()  # the library does not, when the other side was reset

    def _of(self, event: str) -> list[Any]:
        return [payload for name, payload in self._news if name == event]

    def _hear(self, event: str, payload: Any) -> None:
        with self._arrived:
            self._news.append((event, payload))
            self._arrived.notify_all()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind a real socket, in threads; yields its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]  # an open WebSocket holds its thread
    server.block_on_close = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=WITHIN_SECONDS)
        server.server_close()
