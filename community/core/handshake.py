"""Who may open a socket: decided before the library, a thread or a place in memory is spent on it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, session

from community.config import Settings
from community.core import limits
from community.core.errors import Refusal, TooMany
from community.core.identity import SIGN_IN, identity_of_secret
from community.core.origin import is_ours

PATH = "/socket.io"
LIMIT = "60/minute"
SEATS_OF_A_MEMBER = 20
"""Open requests of one member in one process: tabs and devices, not a flood."""
THREADS_FOR_PAGES = 32

_STATUS = {
    401: "401 Unauthorized",
    403: "403 Forbidden",
    404: "404 Not Found",
    429: "429 Too Many Requests",
    503: "503 Service Unavailable",
}


class Gate:
    """Turns away whatever can only fail: a missing or foreign origin, and a browser that is not signed in.

    A browser sends Origin with each WebSocket and each cross-site request; the library would let a missing one
    pass. It would also hold a thread for a stranger who opens a WebSocket and then says nothing.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._wsgi = app.wsgi_app
        self._settings = settings
        self._seats = _Seats(
            max(8, settings.threads - THREADS_FOR_PAGES) if settings.holds_threads else 20_000
        )

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._wsgi(environ, start_response)
        if not self._settings.serves_sockets:
            return _turn_away(404, start_response)
        if not is_ours(environ.get("HTTP_ORIGIN", ""), environ, self._settings):
            return _turn_away(403, start_response)
        try:
            member_id = self._member_behind(environ)
        except Refusal as refusal:
            return _turn_away(refusal.status, start_response)
        if member_id is None:
            return _turn_away(401, start_response)
        try:
            with self._seats.taken_by(member_id):
                return self._wsgi(environ, start_response)  # a WebSocket lives and dies inside of this call
        except _NoSeat:
            return _turn_away(503, start_response)

    def _member_behind(self, environ: dict[str, Any]) -> int | None:
        with self._app.request_context(dict(environ)):
            identity = identity_of_secret(session.get(SIGN_IN, ""))
            if identity is None:
                return None
            if "sid=" not in environ.get("QUERY_STRING", ""):
                limits.count(LIMIT, "socket", "open", str(identity.actor.id))
            return identity.actor.id


class _NoSeat(TooMany):
    def __init__(self) -> None:
        super().__init__(retry_after=10)


class _Seats:
    """How many requests to the socket server are open in this process, in all and for each member."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._taken: Counter[int] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def taken_by(self, member_id: int) -> Iterator[None]:
        with self._lock:
            if self._taken[member_id] >= SEATS_OF_A_MEMBER or self._taken.total() >= self._capacity:
                raise _NoSeat()
            self._taken[member_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[member_id] -= 1
                if not self._taken[member_id]:
                    del self._taken[member_id]


def _turn_away(status: int, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain"), ("Content-Length", "0"), ("Cache-Control", "no-store")]
    if status in {429, 503}:
        headers.append(("Retry-After", "10"))
    start_response(_STATUS[status], headers)
    return []
