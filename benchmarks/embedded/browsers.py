"""Many Socket.IO clients in one loop of one thread: what each asks, and how long it waits for the answer."""

from __future__ import annotations

import json
import selectors
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

MASK = b"\0\0\0\0"
PATIENCE_SECONDS = 30.0
Answer = Callable[[dict[str, Any], float], None]


class Refused(RuntimeError):
    """The server did not do what was asked."""


class Browser:
    """One client. It keeps the number of the last entry that it knows, as a page does."""

    def __init__(self, url: str, cookie: str, conversation: str, *, origin: str = "") -> None:
        self.conversation, self.last, self.heard = conversation, 0, 0
        self.hears: Callable[[str], None] = lambda _: None
        """Called with each entry that is told."""
        self._url, self._cookie, self._origin = url, cookie, origin or url
        self._asked: dict[str, tuple[float, Answer]] = {}
        self._number = 0
        self._data = b""
        self._is_open = False
        self._then: Callable[[Browser], None] = lambda _: None
        self.socket: socket.socket | None = None

    def connect(self, then: Callable[[Browser], None]) -> None:
        """Begin to; `then` is called, from `read`, when the server has let it in. Raises OSError."""
        where = urlsplit(self._url)
        self.socket = socket.create_connection((where.hostname, where.port), PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._data, self._is_open, self._then = b"", False, then
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {where.netloc}\r\n"
            f"Origin: {self._origin}\r\nCookie: {self._cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )

    def ask(self, event: str, then: Answer, **payload: Any) -> None:
        self._number += 1
        self._asked[f"43{self._number}"] = (time.perf_counter(), then)
        payload |= {"conversation": self.conversation}
        self._say(f"42{self._number}{json.dumps([event, payload])}")

    def close(self) -> None:
        self._asked.clear()
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def read(self) -> None:
        """Take what has come. Raises OSError when the line is gone and Refused for a refusal."""
        self._data += self._receive()
        if not self._is_open:
            head, ended, rest = self._data.partition(b"\r\n\r\n")
            if not ended:
                return
            if b" 101 " not in head[:20]:
                raise Refused(head[:80].decode())
            self._is_open, self._data = True, rest
            self._say("40")
        while (message := self._next()) is not None:
            self._hear(message)

    def _hear(self, message: str) -> None:
        if message == "2":
            self._say("3")
        elif message.startswith("40"):
            self._then(self)
        elif message.startswith('42["conversation.entry"'):
            self.heard += 1
            self.last = max(self.last, json.loads(message[2:])[1]["entry"]["sequence"])
            self.hears(message)
        elif message.startswith("43"):
            number, _, answer = message.partition("[")
            began, then = self._asked.pop(number)
            said = json.loads(f"[{answer}")[0]
            if not said["ok"]:
                raise Refused(str(said["error"]))
            then(said, time.perf_counter() - began)
        elif message.startswith("44"):
            raise Refused(message)

    def _receive(self) -> bytes:
        assert self.socket is not None
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the line")
        return data

    def _say(self, text: str) -> None:
        assert self.socket is not None
        data = text.encode()
        if len(data) < 126:
            head = bytes((0x81, 0x80 | len(data)))
        else:
            head = struct.pack("!BBH", 0x81, 0xFE, len(data))
        self.socket.sendall(head + MASK + data)

    def _next(self) -> str | None:
        data = self._data
        if len(data) < 2:
            return None
        length, start = data[1], 2
        if length == 126:
            length, start = int.from_bytes(data[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(data[2:10], "big"), 10
        if len(data) < start or len(data) < start + length:
            return None
        self._data = data[start + length :]
        return data[start : start + length].decode()


class Loop:
    """Reads from all of them."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def add(self, browsers: Sequence[Browser]) -> None:
        for browser in browsers:
            assert browser.socket is not None
            self._selector.register(browser.socket, selectors.EVENT_READ, browser)

    def forget(self, browsers: Sequence[Browser]) -> None:
        for browser in browsers:
            if browser.socket is not None:
                self._selector.unregister(browser.socket)
            browser.close()

    def run(self, until: float) -> None:
        """Serve whatever comes until a moment of the clock `time.perf_counter`."""
        while True:
            for key, _ in self._selector.select(max(0.0, until - time.perf_counter())):
                key.data.read()
            if time.perf_counter() >= until:
                return
