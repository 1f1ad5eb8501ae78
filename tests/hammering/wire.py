"""A Socket.IO client of a few lines: one thread, one event at a time, and a line that can be cut at any moment.

It speaks Engine.IO 4 over WebSocket as docs/realtime.md asks for, and keeps nothing between two connections.
"""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from typing import Any

import websocket

OPEN, PING, PONG, CONNECT, EVENT, ACKNOWLEDGEMENT = "0", "2", "3", "40", "42", "43"
PATIENCE_SECONDS = 10.0

LineGone = (OSError, websocket.WebSocketException)
"""What every method raises when the line, or the server, is gone."""


class Wire:
    def __init__(self, url: str, cookie: str) -> None:
        self._events = 0
        self._socket = websocket.create_connection(
            f"{url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_SECONDS,
            origin=url,
            cookie=cookie,
        )
        try:
            self._next(OPEN)
            self._socket.send(CONNECT)
            self._next(CONNECT)
        except LineGone:
            self.cut()
            raise

    def say(self, event: str, **payload: Any) -> str:
        """Send an event; the answer will begin with what is returned."""
        self._events += 1
        self._socket.send(f"{EVENT}{self._events}" + json.dumps([event, payload]))
        return f"{ACKNOWLEDGEMENT}{self._events}["

    def answer(self, beginning: str) -> dict[str, Any]:
        """Wait for the acknowledgement; what is told meanwhile is passed over."""
        said: dict[str, Any] = json.loads(self._next(beginning)[len(beginning) - 1 :])[0]
        return said

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        return self.answer(self.say(event, **payload))

    def cut(self) -> None:
        """As a phone in a tunnel: no goodbye."""
        if self._socket.sock:  # None once the other side has closed it
            with suppress(OSError):
                self._socket.sock.shutdown(socket.SHUT_RDWR)
            self._socket.shutdown()

    def _next(self, beginning: str) -> str:
        while True:
            frame = self._socket.recv()
            if frame == PING:
                self._socket.send(PONG)
            elif frame.startswith(beginning):
                return str(frame)
            elif not frame:
                raise websocket.WebSocketConnectionClosedException("the server closed the line")
