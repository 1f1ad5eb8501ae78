"""The Socket.IO server, with what we ask of it beyond the library's defaults.

* What a client may send is text with a name; binary parts (which the library gathers without a bound) and the
  reserved names `connect` and `disconnect` (which would run our handlers) are not heard.
* A message larger than the limit is refused while it arrives, not after.
* Closing a room hangs up on everyone in it, in every process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import socketio
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT

from community.config import Settings

PAYLOAD_LIMIT_BYTES = 64 * 1024
_NOT_HEARD = ["not heard"]


class _TextPacket(socketio.packet.Packet):  # type: ignore[misc]  # python-socketio is untyped
    packet_type: int
    data: Any

    def decode(self, encoded_packet: str) -> int:
        try:
            super().decode(encoded_packet)
            heard = self.packet_type in {CONNECT, DISCONNECT, EVENT, ACK}
        except (ValueError, TypeError, RecursionError):  # cut off, or nested a thousand deep
            heard = False
        if heard and self.packet_type == EVENT:
            heard = isinstance(self.data, list) and bool(self.data) and _is_ours(self.data[0])
        if not heard:
            # An event that nobody handles: the library ignores it without a line in the log.
            self.packet_type, self.namespace, self.id, self.data = EVENT, None, None, list(_NOT_HEARD)
        return 0


def _is_ours(name: object) -> bool:
    return isinstance(name, str) and name not in {"connect", "disconnect"}


class _HangsUp:
    """Put before a client manager: to close a room is to hang up on whoever is in it."""

    server: Any

    def basic_close_room(self, room: str, namespace: str) -> None:
        for sid, eio_sid in list(self.get_participants(namespace, room)):  # type: ignore[attr-defined]
            self.server.disconnect(sid, namespace=namespace, ignore_queue=True)
            # A client that does not read must not hold up the one who signs out.
            self.server.start_background_task(self.server.eio.disconnect, eio_sid)
        super().basic_close_room(room, namespace)  # type: ignore[misc]


class _LocalManager(_HangsUp, socketio.Manager):  # type: ignore[misc]
    pass


class _SharedManager(_HangsUp, socketio.RedisManager):  # type: ignore[misc]
    pass


def make_server(app: Flask, settings: Settings, *, async_mode: str) -> SocketIO:
    """The server, in front of `app`'s WSGI application and not yet with any event."""
    shared = bool(settings.redis_url)
    server = SocketIO(
        app,
        async_mode=async_mode,
        client_manager=_SharedManager(settings.redis_url, channel=settings.shared_name)
        if shared
        else _LocalManager(),
        serializer=_TextPacket,
        async_handlers=False,  # one after the other for each socket: its order is kept, and it can be no flood
        cors_allowed_origins=[],  # the gate decides; the library must not add headers
        manage_session=False,
        max_http_buffer_size=PAYLOAD_LIMIT_BYTES,
        ping_interval=25,
        ping_timeout=20,
        serve_client=False,
    )
    engine = server.server.eio
    engine._async = {**engine._async, "websocket": _bounded_websocket(settings)}
    if not settings.holds_threads:
        engine.generate_id = _ids_of_worker(settings.port, engine.generate_id)
    return server


def _bounded_websocket(settings: Settings) -> Callable[..., Any]:
    """The library's WebSocket with a limit of what it gathers; its class for gevent passes none on."""
    more: dict[str, Any] = {}
    if not settings.holds_threads:
        from engineio.async_drivers.gevent import Thread
        from gevent.event import Event
        from gevent.selectors import GeventSelector

        more = {"thread_class": Thread, "event_class": Event, "selector_class": GeventSelector}
    return partial(SimpleWebSocketWSGI, max_message_size=PAYLOAD_LIMIT_BYTES, **more)


def _ids_of_worker(port: int, generate: Callable[[], str]) -> Callable[[], str]:
    """Session ids by which nginx finds the one of several workers that knows a client (deploy/nginx)."""
    return lambda: f"{port}.{generate()}"
