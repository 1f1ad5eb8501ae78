"""Who is in which room, and telling all of them: encoded once, framed once, written straight to each line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from functools import partial
from time import monotonic
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
REDIS_ANSWERS_WITHIN_SECONDS = 2.0
ALONE_FOR_SECONDS = 1.0
"""How long a process that nobody else hears need not publish. Who comes later says so and ends it; the time is for
what could not be heard."""
_ONCE_MORE = Retry(NoBackoff(), 1)
"""That Redis has closed the line is found out by the answer that does not come; what was said is said again."""
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
    greenlet publishes what has gathered since it last did, as one message, and its own is known by its beginning; an
    empty one says that a worker has come. A worker that is alone (only it has heard what it published) publishes
    nothing for a while. One that stops in order serves its lines for a second longer, and publishes what it said.
    """

    def __init__(self, url: str, channel: str) -> None:
        super().__init__(url, channel=channel)
        self._gathered: list[str] = []
        self._has_gathered: Any = None
        self._is_known: Any = None
        self._beginning = _TOLD + self.host_id.encode() + b"\n"
        self._alone_until = 0.0
        self._heard_of_others = self._heard_oneself = self._alone_once_heard = 0

    def initialize(self) -> None:
        """Returns when the other processes know of this one, or Redis is not there."""
        self._has_gathered, self._is_known = self.server.eio.create_event(), self.server.eio.create_event()
        super().initialize()
        self.server.start_background_task(self._publish_gathered)
        if not self._is_known.wait(REDIS_ANSWERS_WITHIN_SECONDS):
            log.error(
                "Redis has not answered within %s s: the other workers may not be heard",
                REDIS_ANSWERS_WITHIN_SECONDS,
            )

    @property
    def is_alone(self) -> bool:
        """Whether of what was published the only hearer, by Redis' count, was oneself."""
        return self._heard_oneself >= self._alone_once_heard and monotonic() < self._alone_until

    def emit(self, event: str, data: Any, *where: Any, **more: Any) -> None:
        """As the library's; here first, then to the other processes."""
        whom = _whom(*where, **more)
        if whom is None or more.get("ignore_queue") or self._has_gathered is None:
            super().emit(event, data, *where, **more)
            return
        said = self._encoded(event, data, whom.namespace)
        self.tell(said, *whom)
        if not self.is_alone:
            self._gathered.append(f"{json.dumps(whom)}\t{said}")  # JSON has neither tab nor line
            self._has_gathered.set()

    def _publish_gathered(self) -> None:
        pool = redis.ConnectionPool.from_url(self.redis_url, socket_timeout=REDIS_ANSWERS_WITHIN_SECONDS)
        line: Any = pool.make_connection()
        while True:
            self._has_gathered.wait()
            self._has_gathered.clear()
            gathered, self._gathered = self._gathered, []
            said = self._beginning + "\n".join(gathered).encode()
            try:
                _ONCE_MORE.call_with_retry(
                    partial(self._tell_others, line, said), lambda _: line.disconnect()
                )
            except redis.RedisError:
                log.exception("%d events were told in this process only", len(gathered))
                self.server.sleep(REDIS_ANSWERS_WITHIN_SECONDS)

    def _tell_others(self, line: Any, said: bytes) -> None:
        """Redis' answer is read later, and not waited for: meanwhile the lines here have the loop."""
        others, heard = self._heard_of_others, self._heard_oneself + 1
        line.send_command("PUBLISH", self.channel, said)
        self.server.sleep(PUBLISHED_APART_SECONDS)
        hearers = line.read_response()
        self._is_known.set()
        if hearers == 1 and self._heard_of_others == others:
            self._alone_once_heard = heard
            self._alone_until = monotonic() + ALONE_FOR_SECONDS

    def _redis_connect(self) -> None:
        super()._redis_connect()
        self.pubsub.ignore_subscribe_messages = False

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        for message in super()._redis_listen_with_retries():
            if message["type"] == "subscribe":
                self._has_gathered.set()  # if only to say that there is one more
            yield message

    def _listen(self) -> Iterator[Any]:
        for message in super()._listen():
            if not message.startswith(_TOLD):
                yield message
            elif message.startswith(self._beginning):
                self._heard_oneself += 1
            else:
                self._heard_of_others += 1
                self._alone_until = 0.0
                for line in message.decode().rstrip("\n").split("\n")[2:]:
                    where, _, said = line.partition("\t")
                    self.tell(said, *json.loads(where))
