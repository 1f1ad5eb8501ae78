"""Rooms of several processes: what is said in one is heard in the others once, in order, and gathered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import redis
import socketio

from community.core import socket_rooms
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
def client(tmp_path: Path) -> Iterator[Any]:
    """Of a Redis that nobody else is at."""
    with redis_server(tmp_path) as server:
        yield redis.Redis.from_url(server.url)


@pytest.fixture
def url(client: Any) -> str:
    return f"redis://127.0.0.1:{client.connection_pool.connection_kwargs['port']}"


@pytest.fixture
def workers(client: Any, url: str) -> tuple[Worker, Worker]:
    made = Worker(url), Worker(url)
    assert client.pubsub_numsub("rooms")[0][1] == len(made)
    return made


def _comes_true(fact: Callable[[], bool]) -> bool:
    deadline = monotonic() + WITHIN_SECONDS
    while not (is_true := fact()) and monotonic() < deadline:
        pass
    return is_true


def _published(client: Any) -> int:
    calls: int = client.info("commandstats").get("cmdstat_publish", {"calls": 0})["calls"]
    return calls


def test_much_is_gathered_and_heard_in_order_and_one_does_not_hear_oneself(
    client: Any, workers: tuple[Worker, Worker]
) -> None:
    says, hears = workers
    for number in range(200):
        says.emit("said", number, to="all")
    assert hears.has(200)
    assert hears.told == says.told == [f'2["said",{number}]' for number in range(200)]
    assert _published(client) < 20


def test_what_is_said_after_redis_hung_up_is_heard(client: Any, workers: tuple[Worker, Worker]) -> None:
    says, hears = workers
    says.emit("said", "before", to="all")
    assert hears.has(1)
    publishing = [one["addr"] for one in client.client_list() if one["cmd"] == "publish"]
    assert publishing
    for address in publishing:
        client.client_kill(address)
    says.emit("said", "after", to="all")
    assert hears.has(2)


@pytest.fixture
def alone(url: str, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A worker that knows, for as long as nobody tells it otherwise, that nobody else would hear it."""
    monkeypatch.setattr(socket_rooms, "ALONE_FOR_SECONDS", 1e9)
    worker = Worker(url)
    assert _comes_true(lambda: worker.is_alone)
    return worker


def test_who_is_alone_does_not_publish(client: Any, alone: Worker) -> None:
    before = _published(client)
    for number in range(200):
        alone.emit("said", number, to="all")
    assert alone.has(200)
    assert _published(client) == before


def test_who_comes_later_is_noticed_and_hears_from_then_on(alone: Worker, url: str) -> None:
    later = Worker(url)
    assert _comes_true(lambda: not alone.is_alone)
    alone.emit("said", "both", to="all")
    assert later.has(1)
    later.emit("said", "back", to="all")
    assert alone.has(2)


class Ear:
    """Somebody who hears what is published, and has said nothing about it."""

    def __init__(self, client: Any) -> None:
        self._line = client.pubsub(ignore_subscribe_messages=True)
        self._line.subscribe("rooms")
        assert _comes_true(lambda: client.pubsub_numsub("rooms")[0][1] > 0)

    def hears(self, what: str) -> bool:
        return _comes_true(lambda: what.encode() in (self._line.get_message() or {"data": b""})["data"])

    def leaves(self) -> None:
        self._line.close()


def test_who_is_left_alone_publishes_until_nobody_else_hears_it(
    client: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_rooms, "ALONE_FOR_SECONDS", 1e9)
    ear, worker = Ear(client), Worker(url)
    for what in "first", "second":  # after the answer to the first
        worker.emit(what, None, to="all")
        assert ear.hears(what)
        assert not worker.is_alone
    ear.leaves()
    worker.emit("third", None, to="all")
    assert _comes_true(lambda: worker.is_alone)


def test_a_worker_that_is_deaf_itself_does_not_take_the_one_that_hears_for_itself(
    client: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf(Worker):
        def _listen(self) -> Iterator[Any]:
            return iter(())

    monkeypatch.setattr(socket_rooms, "REDIS_ANSWERS_WITHIN_SECONDS", 0.5)
    monkeypatch.setattr(socket_rooms, "ALONE_FOR_SECONDS", 1e9)
    ear, worker = Ear(client), Deaf(url)
    for what in "first", "second", "third":
        worker.emit(what, None, to="all")
        assert ear.hears(what)
        assert not worker.is_alone
