"""Rooms of several processes: what is said in one is heard in the others once, in order, and gathered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import redis
import socketio

from community.core.socket_rooms import SharedStraightRooms
from tests.services import redis_server

WITHIN_SECONDS = 10


class Worker(SharedStraightRooms):
    """The rooms of one process, with nobody in them: it notes what it is to tell."""

    def __init__(self, url: str) -> None:
        super().__init__(url, channel="rooms")
        self.told: list[str] = []
        self.has_told = threading.Condition()
        socketio.Server(async_mode="threading", client_manager=self)
        self.initialize()

    def tell(self, said: str, namespace: str, room: Any, skip: Any = None) -> None:
        with self.has_told:
            self.told.append(said)
            self.has_told.notify()

    def has(self, count: int) -> bool:
        with self.has_told:
            return self.has_told.wait_for(lambda: len(self.told) >= count, WITHIN_SECONDS)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[redis.Redis]:
    """Of a Redis that nobody else is at."""
    with redis_server(tmp_path) as server:
        yield redis.Redis.from_url(server.url)


@pytest.fixture
def workers(client: redis.Redis) -> tuple[Worker, Worker]:
    url = f"redis://127.0.0.1:{client.connection_pool.connection_kwargs['port']}"
    made = Worker(url), Worker(url)
    deadline = monotonic() + WITHIN_SECONDS
    while client.pubsub_numsub("rooms")[0][1] < len(made) and monotonic() < deadline:
        pass
    return made


def test_much_is_gathered_and_heard_in_order_and_one_does_not_hear_oneself(
    client: redis.Redis, workers: tuple[Worker, Worker]
) -> None:
    says, hears = workers
    for number in range(200):
        says.emit("said", number, to="all")
    assert hears.has(200)
    assert hears.told == says.told == [f'2["said",{number}]' for number in range(200)]
    assert client.info("commandstats")["cmdstat_publish"]["calls"] < 20


def test_what_is_said_after_redis_hung_up_is_heard(
    client: redis.Redis, workers: tuple[Worker, Worker]
) -> None:
    says, hears = workers
    says.emit("said", "before", to="all")
    assert hears.has(1)
    (publishing,) = [one for one in client.client_list() if one["cmd"] == "publish"]
    client.client_kill(publishing["addr"])
    says.emit("said", "after", to="all")
    assert hears.has(2)
