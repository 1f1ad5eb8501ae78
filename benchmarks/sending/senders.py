"""Members at their browsers, who write to each other as fast as they are answered, or so many times a second."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from typing import Any
from uuid import uuid4

from benchmarks.embedded.browsers import Browser, Loop
from benchmarks.load import Connection, Steps, rate_of, request
from tests.hammering.talkers import Talker

SENDERS = 16
TEXT = "The annex names the lender; *page 14* has the rate. Can you talk before 17:00 in Nairobi?"
LETS_IN_WITHIN_SECONDS = 20.0


def rate_of_sockets(urls: Sequence[str], origin: str, talkers: Sequence[Talker], seconds: float) -> float:
    """Acknowledged messages a second; each sender sends its next one when the last was acknowledged."""
    acknowledged = 0

    with _at_their_browsers(urls, origin, talkers) as (loop, browsers):
        ends = time.perf_counter() + seconds

        def send(browser: Browser) -> None:
            def answered(said: dict[str, Any], took: float) -> None:
                nonlocal acknowledged
                if time.perf_counter() < ends:
                    acknowledged += 1
                    send(browser)

            browser.ask("message.send", answered, body=TEXT, client_id=uuid4().hex)

        for browser in browsers:
            send(browser)
        loop.run(ends)
        loop.run(ends + 1.0)  # what is under way
    return acknowledged / seconds


def delays_at(
    urls: Sequence[str], origin: str, talkers: Sequence[Talker], seconds: float, a_second: int
) -> list[float]:
    """Seconds from sending to the moment at which the other one of the pair has it, at so many evenly."""
    with _at_their_browsers(urls, origin, talkers) as (loop, browsers):
        delays: list[float] = []
        sent_at: dict[str, float] = {}

        def hears(message: str) -> None:
            for_peer = '"client_id"' not in message  # an author's own browsers are told its id
            if for_peer and (began := sent_at.pop(message[(found := message.index("no. ")) : found + 36], 0)):
                delays.append(time.perf_counter() - began)

        for browser in browsers:
            browser.hears = hears
        began = time.perf_counter()
        for number, browser in enumerate(cycle(browsers)):
            moment = began + number / a_second
            if moment > began + seconds:
                break
            loop.run(moment)
            mark = f"no. {uuid4().hex}"
            sent_at[mark] = time.perf_counter()
            browser.ask("message.send", _ignored, body=f"{TEXT} {mark}", client_id=uuid4().hex)
        loop.run(time.perf_counter() + 1.0)
    if sent_at:
        raise RuntimeError(f"{len(sent_at)} messages were not heard")
    return delays


def rate_of_json(url: str, origin: str, talkers: Sequence[Talker], seconds: float) -> float:
    """Messages a second that the JSON door answered 201."""
    return rate_of(
        lambda number: _through_json(url, origin, talkers[number]), connections=SENDERS, seconds=seconds
    )


@contextmanager
def _at_their_browsers(
    urls: Sequence[str], origin: str, talkers: Sequence[Talker]
) -> Iterator[tuple[Loop, list[Browser]]]:
    """All connected, each to the next of the servers, as nginx deals them out."""
    loop = Loop()
    let_in: list[Browser] = []
    browsers = [
        Browser(url, talker.cookie, talker.conversation, origin=origin)
        for url, talker in zip(cycle(urls), talkers, strict=False)
    ]
    try:
        for browser in browsers:
            browser.connect(let_in.append)
            loop.add([browser])
        ends = time.perf_counter() + LETS_IN_WITHIN_SECONDS
        while len(let_in) < len(browsers):
            if time.perf_counter() > ends:
                raise RuntimeError("the server did not let everybody in")
            loop.run(time.perf_counter() + 0.01)
        yield loop, browsers
    finally:
        loop.forget(browsers)


def _ignored(said: dict[str, Any], took: float) -> None:
    """It was acknowledged; what counts is when it was heard."""


def _through_json(url: str, origin: str, sender: Talker) -> Steps:
    path = f"/api/v1/conversations/{sender.conversation}/messages"
    headers = {
        "Cookie": sender.cookie,
        "X-CSRFToken": sender.token,
        "Referer": origin,
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    connection = Connection(url)
    try:
        while True:
            body = json.dumps({"body": TEXT, "client_id": uuid4().hex}).encode()
            head, said = connection.ask(request(url, path, headers, method="POST", body=body))
            if not head.startswith(b"HTTP/1.1 201"):
                raise RuntimeError(f"{head[:80]!r} {said[:200]!r}")
            yield
    finally:
        connection.close()
