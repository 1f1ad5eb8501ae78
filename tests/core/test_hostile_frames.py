"""What a hostile client says on a line of its own does nothing, costs little, and shows nobody a trace."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest
import simple_websocket

from community.core.socket_server import PAYLOAD_LIMIT_BYTES
from tests.cast import Cast, Person

CookieOf = Callable[[Person], str]
ASK = json.dumps(["conversation.since", {"conversation": "x" * 22, "after": 0}])
"""A question about nothing: whoever may ask at all is told 404."""

HOSTILE = {
    "an event named connect": '42["connect",{"auth":1}]',
    "an event named disconnect": '42["disconnect","bye"]',
    "connecting once more": "40",
    "connecting with a story": '40{"token":' + "[" * 9_000 + "]" * 9_000 + "}",
    "a number without end": '42["conversation.since",' + "1" * 60_000 + "]",
    "an id without end": "42" + "7" * 60_000 + '["conversation.since",{}]',
    "a namespace without end": "42/" + "n" * 60_000 + ',["conversation.since",{}]',
    "a payload of many fields": "42" + json.dumps(["conversation.since", {str(n): n for n in range(4_000)}]),
    "no list": '42{"a":1}',
    "an empty list": "42[]",
    "a name that is no text": '42[["message.send"],{}]',
    "no JSON": "42[}",
    "nested deeply": "42" + "[" * 20_000 + "]" * 20_000,
    "binary parts to come": '451-["message.send",{"_placeholder":true,"num":0}]',
    "a namespace of nobody": "40/admin,",
    "an unknown kind": "49",
    "an acknowledgement of nothing": '431234["x"]',
    "an unknown event": '42["no.such.event",{}]',
}


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_frame_does_nothing(
    origin: str, cookie_of: CookieOf, cast: Cast, frame: str, caplog: pytest.LogCaptureFixture
) -> None:
    with RawLine(origin, cookie_of(cast.awa)) as raw:
        raw.send(frame)
        raw.send("421" + ASK)  # the line still serves
        assert '"status":404' in raw.until("431")
    assert "handler error" not in caplog.text


def test_a_frame_over_the_limit_ends_the_line(origin: str, cookie_of: CookieOf, cast: Cast) -> None:
    with RawLine(origin, cookie_of(cast.awa)) as raw:
        raw.send("42" + json.dumps(["conversation.since", "x" * (PAYLOAD_LIMIT_BYTES + 1)]))
        with pytest.raises(simple_websocket.ConnectionClosed):
            raw.until("never")


AT_ONCE, TRIES, MOST_TIMES_AN_EVENT = 40, 3, 2.0
"""The dearest of these cost less than one: 60 kB must be read and decoded before it is known what they say."""


def test_what_does_nothing_costs_no_more_than_an_event(origin: str, cookie_of: CookieOf, cast: Cast) -> None:
    """Time of this process, which serves and asks, beside that of a question in the same run."""
    with RawLine(origin, cookie_of(cast.awa)) as raw:

        def cost(frame: str) -> float:
            """Of many at once, until what was said after them is answered; the least of a few tries."""
            tries = []
            for _ in range(TRIES):
                begun = process_time()
                for _ in range(AT_ONCE):
                    raw.send(frame)
                raw.send(f"421{ASK}")
                raw.until("431")
                tries.append(process_time() - begun)
            return min(tries)

        an_event = cost(f"42{ASK}")
        told = {name: cost(frame) / an_event for name, frame in HOSTILE.items()}
    assert max(told.values()) < MOST_TIMES_AN_EVENT, told


class RawLine:
    """A WebSocket on which one may say anything."""

    def __init__(self, origin: str, cookie: str) -> None:
        url = origin.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._socket = simple_websocket.Client(url, headers={"Cookie": cookie, "Origin": "http://localhost"})
        self.send("40")
        self.until("40")

    def send(self, frame: str) -> None:
        self._socket.send(frame)

    def until(self, beginning: str) -> str:
        """The first frame that begins so."""
        while True:
            frame = self._socket.receive(timeout=10)
            assert frame is not None, "nothing came"
            if frame.startswith(beginning):
                return str(frame)

    def __enter__(self) -> RawLine:
        return self

    def __exit__(self, *error: object) -> None:
        if self._socket.connected:
            self._socket.close()
        with suppress(OSError):  # it may be closed already; if not, its place would stay taken
            self._socket.sock.shutdown(socket.SHUT_RDWR)
