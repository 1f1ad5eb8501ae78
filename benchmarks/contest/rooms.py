"""A process of its own for each engine, so that its time and its memory are its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

from community.search.codec import from_json
from community.search.engine import Document, Query

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """What both sides give: the page, the number of all, the counts, and what matched."""

    ids: tuple[int, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    passages: tuple[str, ...] = ()


class Contestant(Protocol):
    def build(self, documents: Iterable[Document]) -> None: ...

    def answer(self, query: Query) -> Answer: ...


class Room:
    """The process. `opens` makes the contestant in it; what is asked of it runs there, one thing after the other."""

    def __init__(self, opens: Callable[..., Contestant], *arguments: Any) -> None:
        self._pool = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=_enter, initargs=(opens, arguments)
        )

    def do(self, what: Callable[..., Result], *arguments: Any) -> Result:
        """`what(contestant, *arguments)` in there."""
        return self.begin(what, *arguments).result()

    def begin(self, what: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """The same without waiting for it."""
        return self._pool.submit(_do, what, arguments)

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()


_inside: list[Contestant] = []


def _enter(opens: Callable[..., Contestant], arguments: tuple[Any, ...]) -> None:
    _inside.append(opens(*arguments))


def _do(what: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
    return what(_inside[0], *arguments)


# ---- what is done in a room ------------------------------------------------------------------------------


def read(path: Path) -> Iterator[Document]:
    """The crowd from a file, so that drawing it is not measured."""
    with path.open(encoding="utf-8") as lines:
        yield from map(from_json, lines)


def build(contestant: Contestant, path: Path) -> float:
    """The seconds that a full rebuild takes."""
    began = time.perf_counter()
    contestant.build(read(path))
    return time.perf_counter() - began


def seconds_of_each(contestant: Contestant, queries: list[Query]) -> list[float]:
    return [_seconds(contestant.answer, query) for query in queries]


def seconds_of_each_completion(contestant: Contestant, queries: list[Query]) -> list[float]:
    """Of what is suggested while their text is being typed: ours only."""
    suggest = contestant.engine.suggest  # type: ignore[attr-defined]  # tantivy has none
    return [_seconds(lambda query: suggest(query.text, query.audience), query) for query in queries]


def answers(contestant: Contestant, queries: list[Query]) -> list[Answer]:
    return list(map(contestant.answer, queries))


def _seconds(answer: Callable[[Query], Any], query: Query) -> float:
    began = time.perf_counter()
    answer(query)
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Watched:
    """When somebody was found, by the clock of the machine, and the longest answer on the way there."""

    found_at: float
    longest: float


def watch_for(contestant: Contestant, query: Query, within: float = 30.0) -> Watched:
    """Ask again and again until there is somebody."""
    longest, ends = 0.0, time.time() + within
    while time.time() < ends:
        began = time.perf_counter()
        answer = contestant.answer(query)
        longest = max(longest, time.perf_counter() - began)
        if answer.total:
            return Watched(time.time(), longest)
        time.sleep(0.005)
    raise TimeoutError(query.text)


def save(contestant: Contestant, document: Document) -> float:
    """Put a profile, and say when that began."""
    began = time.time()
    contestant.engine.put([document])  # type: ignore[attr-defined]  # ours only
    return began


def most_memory(_: Contestant) -> float:
    """The most that this process has held, in MB of a million bytes."""
    held = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    return int(held) * 1024 / 1e6
