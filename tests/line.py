"""A real line to the server: WebSocket, over loopback, to the application of the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
import socketio
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

WITHIN_SECONDS = 10


class _Quiet(WSGIRequestHandler):
    def log(self, *anything: object) -> None:
        pass


class PollingBrowser(requests.Session):
    """What a browser says by itself when a page of `origin` polls: GET has no Origin there."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin
        self.headers.update(
            {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
        )

    def request(self, method: str, url: str, **more: Any) -> requests.Response:  # type: ignore[override]
        # The client says its headers with the first request only; a browser's cookies go with all.
        said = {name: text for name, text in (more.pop("headers", None) or {}).items() if name != "Origin"}
        self.headers.update({"Cookie": said["Cookie"]} if "Cookie" in said else {})
        if method != "GET":
            said["Origin"] = self._origin
        return super().request(method, url, headers=said, **more)


class Line:
    """A real Socket.IO client with these headers; what it hears is kept in order.

    Raises socketio.exceptions.ConnectionError when it is turned away.
    """

    def __init__(
        self, origin: str, *, reconnection: bool = False, polls: bool = False, **headers: str
    ) -> None:
        self._news: list[tuple[str, Any]] = []
        self._arrived = threading.Condition()
        self.closed, self.back = threading.Event(), threading.Event()
        self.client = socketio.Client(
            reconnection=reconnection,
            reconnection_delay=0.1,
            # The library would add an Origin of its own.
            websocket_extra_options={"suppress_origin": True},
            http_session=PollingBrowser(origin) if polls else None,
        )
        self.client.on("*", self._hear)
        self.client.on("connect", lambda: self.back.set() if self.closed.is_set() else None)
        self.client.on("disconnect", lambda *reason: self.closed.set())
        self.client.connect(
            origin,
            headers=lambda: dict(headers),
            transports=["polling" if polls else "websocket"],
            wait_timeout=WITHIN_SECONDS,
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
        drop(self.client)

    def _of(self, event: str) -> list[Any]:
        return [payload for name, payload in self._news if name == event]

    def _hear(self, event: str, payload: Any) -> None:
        with self._arrived:
            self._news.append((event, payload))
            self._arrived.notify_all()


def drop(client: socketio.Client) -> None:
    """Cut this client's line without a goodbye, and leave nothing open: the library does, where it was reset.

    Who polls says goodbye after all: else the open question holds its socket until the server's next ping.
    """
    engine = client.eio
    reader = engine.read_loop_task
    wire = engine.ws.sock if engine.current_transport == "websocket" else None
    if wire is None:
        client.disconnect()
    else:
        with suppress(OSError):  # the server was faster
            wire.shutdown(socket.SHUT_RDWR)
    if reader is not None:
        reader.join(WITHIN_SECONDS)
    if wire is not None:
        wire.close()
    if engine.http is not None:
        engine.http.close()


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
