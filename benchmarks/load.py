"""A load generator that is small enough to leave the server its core: a few connections, kept alive, in turn.

It speaks just the HTTP that gunicorn answers with (Content-Length, keep-alive) over plain sockets. http.client
parses each header into objects, and would take as long for a constant page as the server does, so that a page
would look better beside it than it is.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

Steps = Generator[None, None, None]
"""A client: yields after each acknowledged step, cleans up when it is closed."""

CONNECTIONS = 4
LONGEST_SECONDS = 30.0
TIMEOUT_SECONDS = 10.0

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class UnexpectedStatus(RuntimeError):
    """Not the answer whose speed was to be measured."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Connection:
    """One connection, kept alive. Raises ConnectionError when the server closes it in the middle of an answer."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._socket = socket.create_connection((parts.hostname, parts.port), TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer to a whole request."""
        self._socket.sendall(request)
        data = self._receive()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head, body = data[:end], data[end + 4 :]
        missing = _content_length(head) - len(body)
        parts = [body]
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        return head, b"".join(parts)

    def close(self) -> None:
        self._socket.close()

    def _receive(self) -> bytes:
        data = self._socket.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def request(
    base_url: str, path: str, headers: Mapping[str, str] = {}, *, method: str = "GET", body: bytes = b""
) -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(base_url).netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def fetch(base_url: str, path: str, headers: Mapping[str, str] = {}) -> Answer:
    """One answer, whole."""
    connection = Connection(base_url)
    try:
        head, body = connection.ask(request(base_url, path, headers))
    finally:
        connection.close()
    first, *lines = head.decode("latin-1").split("\r\n")
    named = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Answer(int(first.split()[1]), named, body)


def rate(base_url: str, message: bytes, *, status: int = 200, seconds: float = 2.0) -> float:
    """Answers a second to the same request, over `CONNECTIONS` at once. Raises UnexpectedStatus for another status."""
    return rate_of(
        lambda number: _repeat(base_url, message, status), connections=CONNECTIONS, seconds=seconds
    )


def rate_of(client: Callable[[int], Steps], *, connections: int = CONNECTIONS, seconds: float = 2.0) -> float:
    """Steps a second of so many clients together; each yields after each acknowledged step.

    All start at one moment; what is still under way at the end does not count. What a client raises is raised here.
    """
    seconds = min(seconds, LONGEST_SECONDS)
    counts = [0] * connections
    faults: list[Exception] = []
    barrier = threading.Barrier(connections + 1)
    stopping = threading.Event()

    def work(number: int) -> None:
        steps = client(number)
        try:
            next(steps)  # the first step opens the connection and does not count
            barrier.wait(TIMEOUT_SECONDS)
            for _ in steps:
                if stopping.is_set():
                    break
                counts[number] += 1
        except Exception as fault:  # noqa: BLE001 - a thread hands on whatever ended it
            faults.append(fault)
            barrier.abort()
        finally:
            steps.close()

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(connections)]
    for thread in threads:
        thread.start()
    try:
        barrier.wait(TIMEOUT_SECONDS)
    except threading.BrokenBarrierError:
        raise faults[0] if faults else RuntimeError("the clients did not start") from None
    began = time.perf_counter()
    time.sleep(seconds)
    stopping.set()
    took, total = time.perf_counter() - began, sum(counts)
    for thread in threads:
        thread.join(TIMEOUT_SECONDS)
    if faults:
        raise faults[0]
    return total / took


def _repeat(base_url: str, message: bytes, status: int) -> Steps:
    connection = Connection(base_url)
    expected = f"HTTP/1.1 {status}".encode()
    try:
        while True:
            head, _ = connection.ask(message)
            if not head.startswith(expected):
                raise UnexpectedStatus(f"expected {status}: {head[:80].decode('latin-1')}")
            yield
    finally:
        connection.close()


def _content_length(head: bytes) -> int:
    found = _LENGTH.search(head)
    if found:
        return int(found[1])
    if head.startswith((b"HTTP/1.1 304", b"HTTP/1.1 204")):
        return 0
    raise RuntimeError("an answer without Content-Length")
