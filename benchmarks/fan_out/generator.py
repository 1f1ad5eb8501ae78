"""`python -m benchmarks.fan_out.generator`: 1,000 clients of either server, in one epoll loop.

Deliveries are counted by their bytes, since all are of one length; so the generator is lighter than both servers. It
says what it saw as JSON: deliveries, seconds, CPU seconds of the server's processes meanwhile, delays in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import socket
import struct
import sys
import time
from itertools import count

import psutil

CLIENTS = 1000
WARM_SECONDS = 1.0
WOKEN_FOR_BYTES = 4096
MOST_READ_BYTES = 65_536
TEXT = "The annex names the lender; page 14 has the rate. Can you talk before 17:00 in Nairobi? " * 2
_MASK = b"\0\0\0\0"
_STAMP = b'"at":"'
_DIGITS = 19


class Client:
    def __init__(self, port: int, room: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket&room={room} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        self._until(b"pingInterval")
        self.socket.sendall(_masked("40"))
        self._until(b'40{"sid"')
        self.mine = b""
        """What tells this client's own messages from others'."""

    def say(self) -> None:
        at = str(time.perf_counter_ns()).rjust(_DIGITS, "0")
        self.socket.sendall(_masked(f'42["say",{{"by":{self.mine.decode()},"at":"{at}","text":"{TEXT}"}}]'))

    def _until(self, wanted: bytes) -> None:
        said = b""
        while wanted not in said:
            more = self.socket.recv(4096)
            if not more:
                raise ConnectionError(f"ended after {said!r}")
            said += more


def _masked(text: str) -> bytes:
    """A frame of a client; a mask of zeros is one, too."""
    data = text.encode()
    head = bytes((0x81, 0x80 | len(data))) if len(data) < 126 else struct.pack("!BBH", 0x81, 0xFE, len(data))
    return head + _MASK + data


class Crowd:
    """All clients, and what came to them."""

    def __init__(self, port: int, size: int, pids: list[int]) -> None:
        self.clients = [Client(port, number // size) for number in range(CLIENTS)]
        for number, client in enumerate(self.clients):
            client.mine = str(10_000 + number).encode()
            client.socket.setblocking(False)
        self._by_number = {client.socket.fileno(): client for client in self.clients}
        self._processes = [psutil.Process(pid) for pid in pids]
        self._epoll = select.epoll()
        for number in self._by_number:
            self._epoll.register(number, select.EPOLLIN)
        self._read = bytearray(MOST_READ_BYTES)
        """Read into, always the same: a new buffer for each delivery took ten times as long as to read it."""
        self._tail = f'"text":"{TEXT}"}}]'.encode()
        self._length = len(f'..xx42["said",{{"by":10000,"at":"{"0" * _DIGITS}",'.encode() + self._tail)

    def full(self, size: int, seconds: float) -> dict[str, float]:
        """As much as goes: each of some senders says the next when it has heard itself."""
        senders = self.clients[:: max(size // 4, 1) if size > 500 else size][:100]
        for client in set(self.clients) - set(
            senders
        ):  # woken for some at a time: the server is to be the slower one
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, WOKEN_FOR_BYTES)
        waiting = {client.socket.fileno(): b'"by":' + client.mine for client in senders}
        for client in senders:
            client.say()
        began = self._now()
        received = 0
        warm = True
        while True:
            for number, _ in self._epoll.poll(1):
                client = self._by_number[number]
                length = client.socket.recv_into(self._read)
                received += length
                if number in waiting and self._read.find(waiting[number], 0, length) >= 0:
                    client.say()
            now = time.perf_counter()
            if warm and now - began[0] > WARM_SECONDS:
                warm, received, began = False, 0, self._now()
            elif not warm and now - began[0] > seconds:
                return self._result(received, began)

    def paced(self, size: int, seconds: float, deliveries: int) -> dict[str, float]:
        """So many deliveries a second, evenly; how long each took, after the first second: it is nobody's usual one."""
        every = size / deliveries
        delays: list[float] = []
        warm = True
        turns = (self.clients[(n * size + n // (CLIENTS // size) % size) % CLIENTS] for n in count())
        data = self._read
        began = self._now()
        due, received = began[0], 0
        while (passed := time.perf_counter() - began[0]) < seconds or warm:
            if warm and passed > WARM_SECONDS:
                warm, received, began = False, 0, self._now()
                delays.clear()
            while due <= time.perf_counter():
                next(turns).say()
                due += every
            for number, _ in self._epoll.poll(max(0.0, due - time.perf_counter())):
                length = self._by_number[number].socket.recv_into(data)
                received += length
                now, place = time.perf_counter_ns(), data.find(_STAMP, 0, length - _DIGITS)
                while place >= 0:
                    delays.append((now - int(data[place + 6 : place + 6 + _DIGITS])) / 1e6)
                    place = data.find(_STAMP, place + 6, length - _DIGITS)
        delays.sort()
        share = {f"p{part}": delays[len(delays) * part // 100] for part in (50, 95, 99)}
        return self._result(received, began) | share | {"heard": len(delays)}

    def _result(self, received: int, began: tuple[float, float]) -> dict[str, float]:
        now, used = self._now()
        return {
            "deliveries": received / self._length,
            "seconds": now - began[0],
            "cpu": used - began[1],
        }

    def _now(self) -> tuple[float, float]:
        times = [process.cpu_times() for process in self._processes]
        return time.perf_counter(), sum(one.user + one.system for one in times)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("pids", help="of the server, with commas")
    parser.add_argument("size", type=int, help="of each room")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--paced", type=int, default=0, help="deliveries a second")
    asked = parser.parse_args()
    crowd = Crowd(asked.port, asked.size, [int(one) for one in asked.pids.split(",")])
    if asked.paced:
        said = crowd.paced(asked.size, asked.seconds, asked.paced)
    else:
        said = crowd.full(asked.size, asked.seconds)
    json.dump(said, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # a thousand sockets need no goodbye


if __name__ == "__main__":
    main()
