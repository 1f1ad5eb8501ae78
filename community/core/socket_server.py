"""The Socket.IO server, with what we ask of it beyond the library's defaults.

* What a client may send is text with a name; binary parts (which the library gathers without a bound) and the
  reserved names `connect` and `disconnect` (which would run our handlers) are not heard.
* A message larger than the limit is refused while it arrives, not after.
* Closing a room hangs up on everyone in it, in every process.
* What is said goes straight to the lines (socket_line, socket_rooms), unless `straight_sockets` is off.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
import socketio
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.packet import MESSAGE
from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT

from community.config import Settings
from community.core.socket_frames import frame
from community.core.socket_line import StraightWebSocket, line_of
from community.core.socket_rooms import HangsUp, SharedStraightRooms, StraightRooms

PAYLOAD_LIMIT_BYTES = 64 * 1024
_NOT_HEARD = ["not heard"]


class _Json:
    """In UTF-8, short, and made in C: each event of each socket is read and written by it."""

    loads = staticmethod(orjson.loads)

    @staticmethod
    def dumps(data: Any, **_: Any) -> str:
        return orjson.dumps(data).decode()


class _TextPacket(socketio.packet.Packet):  # type: ignore[misc]  # python-socketio is untyped
    packet_type: int
    data: Any
    uses_binary_events = False
    json = _Json

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


class _Rooms(HangsUp, socketio.Manager):  # type: ignore[misc]
    pass


class _SharedRooms(HangsUp, socketio.RedisManager):  # type: ignore[misc]
    pass


class _StraightRooms(HangsUp, StraightRooms):
    pass


class _SharedStraightRooms(HangsUp, SharedStraightRooms):
    pass


def make_server(settings: Settings, *, async_mode: str, app: Flask | None = None) -> SocketIO:
    """Flask-SocketIO in front of `app`, not yet with any event. Its `server` is the library's own below it."""
    is_gevent = async_mode == "gevent"
    straight = settings.straight_sockets
    made = SocketIO()
    made.init_app(
        app,
        async_mode=async_mode,
        client_manager=_rooms(settings, straight=straight, is_gevent=is_gevent),
        serializer=_TextPacket,
        async_handlers=False,  # one after the other for each socket: its order is kept, and it can be no flood
        cors_allowed_origins=[],  # the gate decides; the library must not add headers
        manage_session=False,
        max_http_buffer_size=PAYLOAD_LIMIT_BYTES,
        ping_interval=25,
        ping_timeout=20,
    )
    engine = made.server.eio
    websocket = partial(
        StraightWebSocket if straight else SimpleWebSocketWSGI,
        max_message_size=PAYLOAD_LIMIT_BYTES,
        **_gevent_classes() if is_gevent else {},
    )
    engine._async = {**engine._async, "websocket": websocket}
    if is_gevent:
        _begin_ids(engine, f"{settings.port}.")
    if straight:
        _answer_straight(made.server)
    return made


def join_others(app: Flask) -> None:
    """Called before anybody may connect to this process: the library would first listen to the others when somebody
    has, who would miss what is said meanwhile."""
    server = app.extensions["socketio"].server
    server.manager_initialized = True
    server.manager.initialize()


def _begin_ids(engine: Any, worker: str) -> None:
    """Session ids begin with the worker's name, by which nginx finds it again."""
    generate = engine.generate_id
    engine.generate_id = lambda: f"{worker}{generate()}"


def _answer_straight(server: Any) -> None:
    """Answers go straight to the line, too."""
    queue = server._send_packet

    def send(eio_sid: str, packet: Any) -> None:
        line = line_of(server.eio.sockets.get(eio_sid))
        if line is None:
            queue(eio_sid, packet)
        else:
            line.send(frame(f"{MESSAGE}{packet.encode()}"))

    server._send_packet = send


def _rooms(settings: Settings, *, straight: bool, is_gevent: bool) -> Any:
    if not settings.redis_url:
        return _StraightRooms() if straight else _Rooms()
    # Threads publish each event by themselves, as the library does: a page's process may end with its request.
    shared = _SharedStraightRooms if straight and is_gevent else _SharedRooms
    return shared(settings.redis_url, channel=settings.shared_name)


def _gevent_classes() -> dict[str, Any]:
    """What the library's own WebSocket for gevent would pass on, and which takes no limit of size."""
    from engineio.async_drivers.gevent import Thread
    from gevent.event import Event
    from gevent.selectors import GeventSelector

    return {"thread_class": Thread, "event_class": Event, "selector_class": GeventSelector}
