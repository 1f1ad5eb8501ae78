"""Messages acknowledged, by 16 senders

A message is acknowledged after its commit has reached the disk, so the disk sets the limit. The reference is a bare
insert in a transaction of its own, one after the other, from Python's sqlite3 with the same settings (WAL,
synchronous=FULL) in a file on the same disk. The share says what numbering, checking, rendering, the outbox and the
door leave of it. The senders talk in pairs; rate limits are off.
"""

from __future__ import annotations

import json
import sqlite3
import time
from itertools import count
from typing import Any
from uuid import uuid4

import socketio

from benchmarks.frame import Comparison, Series, Table, compare, in_rounds, share
from benchmarks.load import Connection, Steps, rate_of, request
from benchmarks.workbench import Workbench

SENDERS = 16
TEXT = "The annex names the lender; *page 14* has the rate. Can you talk before 17:00 in Nairobi?"


def run(bench: Workbench) -> Table:
    url, people = bench.url, bench.people  # made here, once, and not by 16 clients at the same moment
    through_json, through_socket, bare = in_rounds(
        bench.rounds,
        lambda: rate_of(lambda n: _through_json(url, people[n]), connections=SENDERS, seconds=bench.seconds),
        lambda: rate_of(
            lambda n: _through_socket(url, people[n]), connections=SENDERS, seconds=bench.seconds
        ),
        lambda: _bare_inserts(bench),
    )
    reference = Series(bare, "/s")
    rows = [
        Comparison("JSON door", Series(through_json, "/s"), reference, share),
        Comparison("Socket.IO door", Series(through_socket, "/s"), reference, share),
    ]
    return compare("bare inserts", rows, ratio="share")


def _through_json(url: str, sender: dict[str, Any]) -> Steps:
    path = f"/api/v1/conversations/{sender['conversation']}/messages"
    headers = {
        "Cookie": sender["cookie"],
        "X-CSRFToken": sender["token"],
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


def _through_socket(url: str, sender: dict[str, Any]) -> Steps:
    client = socketio.Client(reconnection=False)
    headers = {"Cookie": sender["cookie"]}  # the client says its Origin by itself, as a browser does
    client.connect(url, headers=headers, transports=["websocket"], wait_timeout=10)
    try:
        while True:
            message = {"conversation": sender["conversation"], "body": TEXT, "client_id": uuid4().hex}
            answer = client.call("message.send", message, timeout=10)
            if not answer["ok"]:
                raise RuntimeError(str(answer))
            yield
    finally:
        client.disconnect()


def _bare_inserts(bench: Workbench) -> float:
    database = sqlite3.connect(bench.folder / "bare.sqlite", isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, client_id TEXT, body TEXT)"
        )
        began = time.perf_counter()
        for done in count():
            if time.perf_counter() - began >= bench.seconds:
                return done / (time.perf_counter() - began)
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO message (client_id, body) VALUES (?, ?)", (uuid4().hex, TEXT))
            database.execute("COMMIT")
    finally:
        database.close()
    raise AssertionError("count() does not end")
