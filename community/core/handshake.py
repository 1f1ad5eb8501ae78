"""Who may open a socket: decided before the library, a thread or a place in memory is spent on it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, session

from community.config import Settings
from community.core import limits
from community.core.errors import Refusal, TooMany
from community.core.identity import SIGN_IN, SocketIdentity, identity_of_secret
from community.core.origin import is_asked_by_our_page, is_ours

PATH = "/socket.io"
OPENED_BY = "community.opened_by"
"""In the environment of the request that opened a session: the id of its sign-in."""
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
    """Turns away whatever can only fail: a missing or foreign origin, a browser that is not signed in, and whoever asks
    for the session of another sign-in.

    A browser sends Origin with each WebSocket and each POST; a GET of long-polling has none, and must be testified to
    be of our own page. The library would let a missing one pass. It would also hold a thread for a stranger who opens a
    WebSocket and then says nothing, and ask nobody who polls whether the session is theirs.
    """

    def __init__(self, app: Flask, settings: Settings, opened_by: Callable[[str], int | None]) -> None:
        """`opened_by` says by which sign-in a session of the socket server was opened, if there is such a session."""
        self._app = app
        self._wsgi = app.wsgi_app
        self._settings = settings
        self._opened_by = opened_by
        self._seats = _Seats(
            max(8, settings.threads - THREADS_FOR_PAGES) if settings.holds_threads else 20_000
        )

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._wsgi(environ, start_response)
        if not self._settings.serves_sockets:
            return _turn_away(404, start_response)
        if not self._is_from_our_page(environ):
            return _turn_away(403, start_response)
        sid = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [""])[0]
        try:
            identity = self._identity_behind(environ, is_new=not sid)
        except Refusal as refusal:
            return _turn_away(refusal.status, start_response)
        if identity is None:
            return _turn_away(401, start_response)
        if self._opened_by(sid) not in {None, identity.sign_in_id}:
            return _turn_away(403, start_response)
        environ[OPENED_BY] = identity.sign_in_id
        try:
            with self._seats.taken_by(identity.actor.id):
                # A WebSocket lives and dies inside of this call.
                return self._wsgi(environ, _kept_nowhere(start_response))
        except _NoSeat:
            return _turn_away(503, start_response)

    def _is_from_our_page(self, environ: dict[str, Any]) -> bool:
        origin = environ.get("HTTP_ORIGIN", "")
        if origin or environ.get("HTTP_UPGRADE"):
            return is_ours(origin, environ, self._settings)
        return is_asked_by_our_page(environ, self._settings)

    def _identity_behind(self, environ: dict[str, Any], *, is_new: bool) -> SocketIdentity | None:
        with self._app.request_context(dict(environ)):
            identity = identity_of_secret(session.get(SIGN_IN, ""))
            if identity is not None and is_new:
                limits.count(LIMIT, "socket", "open", str(identity.actor.id))
            return identity


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


def _kept_nowhere(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """What is polled are messages: no cache may keep them, and the library says nothing of it."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("Cache-Control", "no-store")], *more)

    return start


def _turn_away(status: int, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain"), ("Content-Length", "0"), ("Cache-Control", "no-store")]
    if status in {429, 503}:
        headers.append(("Retry-After", "10"))
    start_response(_STATUS[status], headers)
    return []
