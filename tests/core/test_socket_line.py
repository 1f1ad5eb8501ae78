"""Straight to the lines: slow readers, torn writes, who polls, who is gone; and the library's way when it is off."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import simple_websocket
import socketio
from werkzeug.serving import make_server as make_http_server
from wsproto.events import Ping, TextMessage

from community.config import Settings
from community.core import socket_line
from community.core.socket_frames import frame
from community.core.socket_line import Line, StraightWebSocket
from community.core.socket_server import make_server
from tests.line import drop

WITHIN_SECONDS = 10
SMALL_BUFFER = 4096


class Pair:
    """A line and its other end, with little room between them."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
        self.theirs.settimeout(WITHIN_SECONDS)
        self.tasks: list[threading.Thread] = []
        self.line = Line(ours, self._start)

    def _start(self, work: Any, *arguments: Any) -> None:
        self.tasks.append(threading.Thread(target=work, args=arguments, daemon=True))
        self.tasks[-1].start()

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (more := self.theirs.recv(65536)):
            data += more
        return data


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.line.cut()
    made.line.close()
    made.theirs.close()


def test_a_slow_reader_gets_every_frame_whole_and_in_order(pair: Pair) -> None:
    frames = [frame(f"4{number:06d}" + "x" * 3000) for number in range(200)]
    for one in frames:
        pair.line.send(one)  # would wait for ever if it waited
    assert pair.tasks  # the premise: the socket did not take it all
    assert pair.read(sum(map(len, frames))) == b"".join(frames)
    pair.tasks[-1].join(WITHIN_SECONDS)
    pair.line.send(b"afterwards")
    assert pair.read(10) == b"afterwards"


def test_frames_of_many_threads_are_not_mixed(pair: Pair) -> None:
    said = [bytes([number]) * 5000 for number in range(8)]

    def say(one: bytes) -> None:
        for _ in range(20):
            pair.line.send(one)

    threads = [threading.Thread(target=say, args=(one,)) for one in said]
    for thread in threads:
        thread.start()
    heard = pair.read(8 * 20 * 5000)
    parts = [heard[place : place + 5000] for place in range(0, len(heard), 5000)]
    assert sorted(parts) == sorted(said * 20)


def test_who_lets_too_much_pile_up_is_cut_off(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_line, "MOST_WAITING_BYTES", 100_000)
    for _ in range(200):
        pair.line.send(b"x" * 3000)
    assert len(pair.read(10**9)) < 200 * 3000  # it ends


def test_who_takes_nothing_for_long_is_cut_off(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_line, "STUCK_AFTER_SECONDS", 0.05)
    pair.line.send(b"x" * 10**6)
    pair.tasks[0].join(WITHIN_SECONDS)
    assert len(pair.read(10**9)) < 10**6


def test_who_is_gone_costs_nothing(pair: Pair) -> None:
    pair.theirs.close()
    for _ in range(3):
        pair.line.send(b"x" * 10**6)
    assert not pair.tasks


@pytest.fixture(params=[True, False], ids=["straight", "the library's way"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> socketio.Server:
    settings = Settings(_env_file=None, instance_dir=tmp_path, straight_sockets=request.param)
    made = make_server(settings, async_mode="threading").server
    made.on("connect", lambda sid, environ, auth=None: made.enter_room(sid, "all"))
    made.on("say", lambda sid, said: made.emit("said", said, to="all"))
    made.on("ask", lambda sid, said: {"ok": True, "said": said})
    return made


@pytest.fixture
def address(server: socketio.Server) -> Iterator[str]:
    http = make_http_server("127.0.0.1", 0, socketio.WSGIApp(server), threaded=True)
    http.daemon_threads = True  # type: ignore[attr-defined]
    http.block_on_close = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join(WITHIN_SECONDS)
    http.server_close()


def test_everybody_in_a_room_hears_it_in_order_however_they_are_connected(address: str) -> None:
    clients = [socketio.SimpleClient(reconnection=False) for _ in range(3)]
    for client, transports in zip(clients, (["websocket"], ["polling"], None), strict=True):
        client.connect(address, transports=transports)
    for number in range(5):
        assert clients[0].call("ask", "سؤال") == {"ok": True, "said": "سؤال"}
        clients[0].emit("say", {"number": number, "text": "消息 رسالة"})
    for client in clients:
        heard = [client.receive(timeout=WITHIN_SECONDS) for _ in range(5)]
        assert heard == [["said", {"number": number, "text": "消息 رسالة"}] for number in range(5)]
        drop(client.client)


def test_who_left_is_forgotten_and_the_others_hear_on(address: str, server: socketio.Server) -> None:
    leaves, stays = (socketio.SimpleClient(reconnection=False) for _ in range(2))
    for client in (leaves, stays):
        client.connect(address, transports=["websocket"])
    drop(leaves.client)
    stays.emit("say", "still here")
    assert stays.receive(timeout=WITHIN_SECONDS) == ["said", "still here"]
    assert stays.call("ask", 1)["ok"]
    drop(stays.client)


def test_what_is_said_in_parts_between_whole_messages_is_heard_in_order(address: str) -> None:
    raw = simple_websocket.Client(_socket_url(address))
    raw.send("40")
    raw.send('42["say","whole"]')
    parts = [TextMessage('42["say",', message_finished=False), Ping(), TextMessage('"in parts"]')]
    raw.sock.sendall(b"".join(map(raw.ws.send, parts)))
    raw.send('42["say","whole again"]')
    heard: list[str] = []
    while len(heard) < 3:
        message = raw.receive(timeout=WITHIN_SECONDS)
        heard += [message] if message.startswith("42") else []
    assert heard == [f'42["said","{one}"]' for one in ("whole", "in parts", "whole again")]
    raw.sock.shutdown(socket.SHUT_RDWR)


def test_straight_lines_are_not_compressed(address: str, server: socketio.Server) -> None:
    """The library would, whenever a client offers it, as browsers do; then no frame would be plain."""
    place = urlsplit(_socket_url(address))
    with socket.create_connection((place.hostname, place.port), timeout=WITHIN_SECONDS) as raw:
        raw.sendall(
            f"GET {place.path}?{place.query} HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
        )
        answer = raw.recv(4096)
    is_straight = server.eio._async["websocket"].func is StraightWebSocket
    assert answer.startswith(b"HTTP/1.1 101")
    assert (b"permessage-deflate" in answer) != is_straight


def _socket_url(address: str) -> str:
    return address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
