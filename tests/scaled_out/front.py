"""What stands in for nginx where there is none: connections are passed on, whole, to pages or to a living worker."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count

_TIMEOUT_SECONDS = 60


@contextmanager
def front(port: int, *, pages: int, realtime: Sequence[int], websockets: bool = True) -> Iterator[None]:
    """Listen on `port`. One connection carries one kind of request, as those of the tests do. Without
    `websockets` it is the proxy of an office that lets none through."""
    turns = count()

    def ports_for(beginning: bytes) -> Sequence[int]:
        if b" /socket.io/" not in beginning:
            return [pages]
        if not websockets and b"\r\nUpgrade: websocket" in beginning:
            return []
        known = [one for one in realtime if f"sid={one}.".encode() in beginning]
        first = next(turns) % len(realtime)
        return known or [*realtime[first:], *realtime[:first]]

    with socket.create_server(("127.0.0.1", port)) as listener:
        threading.Thread(target=_accept, args=(listener, ports_for), daemon=True).start()
        yield


def _accept(listener: socket.socket, ports_for: Callable[[bytes], Sequence[int]]) -> None:
    with suppress(OSError):  # closed
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_serve, args=(client, ports_for), daemon=True).start()


def _serve(client: socket.socket, ports_for: Callable[[bytes], Sequence[int]]) -> None:
    with client, suppress(OSError):
        client.settimeout(_TIMEOUT_SECONDS)
        beginning = client.recv(65536)
        for port in ports_for(beginning):
            try:
                server = socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:
                continue
            with server:
                server.sendall(beginning)
                threading.Thread(target=_pump, args=(client, server), daemon=True).start()
                _pump(server, client)
            return


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
