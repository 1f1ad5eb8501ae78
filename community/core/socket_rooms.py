"""Who is in which room, and telling all of them: encoded once, framed once, written straight to each line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import redis
import socketio
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from redis.backoff import NoBackoff
from redis.retry import Retry
from socketio.packet import EVENT

from community.core.socket_frames import frame
from community.core.socket_line import line_of

log = logging.getLogger(__name__)

Room = str | Sequence[str] | None
PUBLISHED_APART_SECONDS = 0.005
"""Each message to Redis, and back, costs as much as deliveries to ten lines, which wait for it meanwhile. So what is
said alone is published at once, and of many the next after this time, all as one."""
_TOLD = b"told\n"
"""How a batch begins in the queue between processes; what the library itself puts there is JSON."""


class _Whom(NamedTuple):
    namespace: str
    room: Room
    skipped: Any


def _whom(
    namespace: str | None = None,
    room: Room = None,
    skip_sid: Any = None,
    callback: Any = None,
    to: Room = None,
    **_: Any,
) -> _Whom | None:
    """What the library's `emit` takes after the event and its data. None: a callback is asked for."""
    return None if callback else _Whom(namespace or "/", to or room, skip_sid)


class HangsUp:
    """Put before a client manager: to close a room is to hang up on whoever is in it."""

    server: Any

    def basic_close_room(self, room: str, namespace: str) -> None:
        for sid, eio_sid in list(self.get_participants(namespace, room)):  # type: ignore[attr-defined]
            self.server.disconnect(sid, namespace=namespace, ignore_queue=True)
            # A client that does not read must not hold up the one who signs out.
            self.server.start_background_task(self.server.eio.disconnect, eio_sid)
        super().basic_close_room(room, namespace)  # type: ignore[misc]


class StraightRooms(socketio.Manager):  # type: ignore[misc]  # python-socketio is untyped
    """The library's rooms of one process."""

    server: Any

    def emit(self, event: str, data: Any, *where: Any, **more: Any) -> None:
        """As the library's; an event with a callback goes the library's way."""
        whom = _whom(*where, **more)
        if whom is None:
            super().emit(event, data, *where, **more)
        else:
            self.tell(self._encoded(event, data, whom.namespace), *whom)

    def tell(self, said: str, namespace: str, room: Room, skip: Any = None) -> None:
        """Send a packet that is encoded already to everybody in the room who is connected here."""
        framed, packet = frame(f"{MESSAGE}{said}"), None
        engine = self.server.eio
        skipped = skip if isinstance(skip, list) else [skip]
        for sid, eio_sid in self.get_participants(namespace, room):
            if sid in skipped or (socket := engine.sockets.get(eio_sid)) is None:
                continue
            line = line_of(socket)
            if line is not None:
                line.send(framed)
            else:
                packet = packet or EnginePacket(MESSAGE, said)
                engine.send_packet(eio_sid, packet)

    def _encoded(self, event: str, data: Any, namespace: str) -> str:
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        said: str = self.server.packet_class(EVENT, namespace=namespace, data=[event, *arguments]).encode()
        return said


class SharedStraightRooms(socketio.RedisManager, StraightRooms):  # type: ignore[misc]
    """The rooms of several processes, for a realtime worker.

    The library publishes each event by itself and waits for Redis' answer, and hears all of its own again. Here one
    greenlet publishes what has gathered since it last did, as one message, and its own is known by its beginning. A
    worker that stops in order serves its lines for a second longer, and publishes what it said.
    """

    def __init__(self, url: str, channel: str) -> None:
        super().__init__(url, channel=channel)
        self._gathered: list[str] = []
        self._has_gathered: Any = None
        self._beginning = _TOLD + self.host_id.encode() + b"\n"

    def initialize(self) -> None:
        super().initialize()
        self._has_gathered = self.server.eio.create_event()
        self.server.start_background_task(self._publish_gathered)

    def emit(self, event: str, data: Any, *where: Any, **more: Any) -> None:
        """As the library's; here first, then to the other processes."""
        whom = _whom(*where, **more)
        if whom is None or more.get("ignore_queue") or self._has_gathered is None:
            super().emit(event, data, *where, **more)
            return
        said = self._encoded(event, data, whom.namespace)
        self.tell(said, *whom)
        self._gathered.append(f"{json.dumps(whom)}\t{said}")  # JSON has neither tab nor line
        self._has_gathered.set()

    def _publish_gathered(self) -> None:
        publisher: redis.Redis | None = None
        while True:
            self._has_gathered.wait()
            self._has_gathered.clear()
            gathered, self._gathered = self._gathered, []
            try:
                publisher = publisher or self._make_publisher()
                publisher.publish(self.channel, self._beginning + "\n".join(gathered).encode())
            except redis.RedisError:
                log.exception("%d events were told in this process only", len(gathered))
            self.server.sleep(PUBLISHED_APART_SECONDS)

    def _make_publisher(self) -> redis.Redis:
        """With a connection of its own: a pool asks before each message whether the line is still good. Here one that
        Redis has closed is found out by the message, which is sent again."""
        once_more = Retry(NoBackoff(), 1)
        return redis.Redis.from_url(self.redis_url, single_connection_client=True, retry=once_more)

    def _listen(self) -> Iterator[Any]:
        for message in super()._listen():
            if not message.startswith(_TOLD):
                yield message
            elif not message.startswith(self._beginning):
                for line in message.decode().split("\n")[2:]:
                    where, _, said = line.partition("\t")
                    self.tell(said, *json.loads(where))
