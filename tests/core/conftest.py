"""A real server in a thread, for what only a real connection shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import socketio
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser import Browser
from tests.cast import Person


class _Quiet(WSGIRequestHandler):
    def log(self, *anything: object) -> None:
        pass


@pytest.fixture
def origin(app: Flask) -> Iterator[str]:
    """The address of the application, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def cookie_of(browser: Callable[..., Browser]) -> Callable[[Person], str]:
    """The session cookie of a signed-in member, as a header."""

    def of(person: Person) -> str:
        kept = browser(person).client.get_cookie("session", domain="localhost")
        assert kept is not None
        return f"session={kept.value}"

    return of


class Line:
    """A real Socket.IO client, which notes when it was hung up on."""

    def __init__(self, origin: str, **headers: str) -> None:
        self.closed = threading.Event()
        # The library would add an Origin of its own.
        self.client = socketio.Client(reconnection=False, websocket_extra_options={"suppress_origin": True})
        self.client.on("disconnect", lambda *reason: self.closed.set())
        self.client.connect(origin, headers=headers, transports=["websocket"], wait_timeout=10)

    def ask(self, event: str, data: object = None) -> dict[str, object]:
        answer: dict[str, object] = self.client.call(event, data, timeout=10)
        return answer

    def hang_up(self) -> None:
        self.client.disconnect()


@pytest.fixture
def line(origin: str) -> Iterator[Callable[..., Line]]:
    """`line(Cookie=…, Origin=…)` is a connected client. Raises ConnectionError when it is turned away."""
    lines: list[Line] = []

    def connect(**headers: str) -> Line:
        lines.append(Line(origin, **headers))
        return lines[-1]

    yield connect
    for one in lines:
        one.hang_up()
