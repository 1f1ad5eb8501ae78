"""What is written to one WebSocket: whole, in order, by whoever has something to say, and without waiting.

The library gives each socket a queue and a thread (or greenlet) that writes from it, so a delivery costs two switches;
and under gevent it writes without looking how much was taken, so that a slow reader gets torn frames. Here the sender
writes by itself. What the socket does not take is kept, and somebody waits for it apart. A reader that takes nothing
for long, or lets too much pile up, is cut off: it comes back and catches up (docs/decisions/0013).
"""

from __future__ import annotations

import select
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from community.core.socket_frames import PlainTexts, frame

STUCK_AFTER_SECONDS = 20.0
MOST_WAITING_BYTES = 4 * 1024 * 1024

_gevent = sys.modules.get("gevent.monkey")
_make_lock = _gevent.get_original("threading", "Lock") if _gevent else threading.Lock
"""Python's own lock also under gevent, whose is slow: nobody gives way to another while holding it."""


class Line:
    """Stands where the library has its socket, and takes whole frames from anybody."""

    def __init__(self, sock: Any, start_task: Callable[..., Any]) -> None:
        self.is_open = False
        self._socket = sock
        self._take = getattr(sock, "_sock", sock).send  # below gevent's own, which would wait
        self._start_task = start_task
        self._lock = _make_lock()
        self._is_behind = False
        """Something is kept, and somebody waits until the socket takes it."""
        self._kept: list[bytes] = []
        self._kept_bytes = 0

    def send(self, data: bytes) -> None:
        """Write it after what was given before. Whether the other side is still there, its reader finds out."""
        with self._lock:
            was_behind = self._is_behind
            rest = data if was_behind else self._write(data)
            if not rest:
                return
            self._is_behind = True
            self._kept.append(rest)
            self._kept_bytes += len(rest)
        if not was_behind:
            self._start_task(self._catch_up)
        elif self._kept_bytes > MOST_WAITING_BYTES:
            self.cut()

    def recv(self, size: int) -> bytes:
        data: bytes = self._socket.recv(size)
        return data

    def close(self) -> None:
        self._socket.close()

    def cut(self) -> None:
        """End it without a goodbye; the library's reader cleans up."""
        with self._lock:
            self._take = _take_nothing_more
            self._keep()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _write(self, data: bytes) -> bytes:
        """Returns what the socket does not take at this moment."""
        try:
            return data[self._take(data, socket.MSG_DONTWAIT) :]
        except BlockingIOError:
            return data
        except OSError:  # gone
            return b""

    def _keep(self, rest: bytes = b"") -> None:
        """And nothing else."""
        self._kept = [rest] if rest else []
        self._kept_bytes = len(rest)
        self._is_behind = bool(rest)

    def _catch_up(self) -> None:
        taking = select.poll()
        with suppress(OSError, ValueError):  # closed meanwhile
            taking.register(self._socket.fileno(), select.POLLOUT)
            while taking.poll(STUCK_AFTER_SECONDS * 1000):
                with self._lock:
                    self._keep(self._write(b"".join(self._kept)))
                    if not self._is_behind:
                        return
        self.cut()


def _take_nothing_more(*_: Any) -> int:
    raise BrokenPipeError


class _NoThread:
    """Given to the library's WebSocket for its reader: whoever waits for a message reads it by themselves, which spares
    a thread (or greenlet) for each socket and two switches for each message."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.name = ""

    def start(self) -> None:
        """There is nothing to start."""


class StraightWebSocket(SimpleWebSocketWSGI):  # type: ignore[misc]  # python-engineio is untyped
    """The library's WebSocket, which writes through a Line and leaves it with its Engine.IO socket for others."""

    def __init__(self, handler: Callable[[Any], Any], server: Any, **more: Any) -> None:
        super().__init__(partial(self._serve, handler), server, **more | {"thread_class": _NoThread})
        self._start_task = server.start_background_task

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        # Compression is declined, as socket.io does: each line would keep a window of 32 KB for a few words.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return super().__call__(environ, start_response)

    def _serve(self, handler: Any, _: Any) -> Any:
        self.line = self.ws.sock = Line(self.ws.sock, self._start_task)
        self._plain = PlainTexts(self.ws.max_message_size)
        handler.__self__.line = self.line
        try:
            return handler(self)
        finally:
            self.line.close()

    def send(self, message: str | bytes) -> None:
        """What comes from the library's own queue: pings, goodbyes, what was said before a client left polling."""
        if not self.ws.connected:
            raise OSError("the line is closed")
        self.line.send(frame(message))

    def wait(self) -> str | bytes | None:
        """The next message; None after the last."""
        protocol = self.ws
        while protocol.connected and not protocol.input_buffer:
            try:
                data = self.line.recv(protocol.receive_bytes)
                other = self._plain.read(data, protocol.input_buffer)
                if other or not data:
                    protocol.ws.receive_data(other if data else None)
                    protocol.connected = protocol._handle_events() and bool(data)
            except (OSError, RemoteProtocolError, LocalProtocolError):
                protocol.connected = False
        message: str | bytes | None = protocol.input_buffer.pop(0) if protocol.input_buffer else None
        return message


def line_of(engine_socket: Any) -> Line | None:
    """The line to write to at this moment. None while the library's queue must be taken: for who polls, and until what
    waited there before a change of transport is written. After that only pings and the goodbye are in it."""
    line: Line | None = getattr(engine_socket, "line", None)
    if line is None or line.is_open:
        return line
    if not engine_socket.upgraded or not engine_socket.queue.empty():
        return None
    line.is_open = True
    return line
