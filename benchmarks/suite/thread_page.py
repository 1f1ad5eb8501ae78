"""A story with 200 replies

The page that everything meets on: people, Markdown, nesting. To readers it is sent as it was drawn and compressed
once for its version and their language; each request looks up whether there is a newer one. The reference is the same
answer, recorded and sent by the same gunicorn without Flask behind it. The last row changes the version before each
request, so that every reader is the first one.
"""

from __future__ import annotations

import sqlite3

from benchmarks.frame import Aim, Comparison, Series, Table, in_rounds, times_the_cost
from benchmarks.load import Connection, Steps, fetch, rate, rate_of, request
from benchmarks.pages import BROWSER, UNCOMPRESSED, measure_page
from benchmarks.workbench import Workbench

PATH = "/stories/two-hundred-replies"
AIM = Aim(8)


def run(bench: Workbench) -> Table:
    return measure_page(bench, "thread", PATH, aim=AIM, more=(_drawn_anew(bench),))


def _drawn_anew(bench: Workbench) -> Comparison:
    asked = request(bench.url, PATH, UNCOMPRESSED)
    path = bench.make_constant("thread-plain", fetch(bench.url, PATH, UNCOMPRESSED))
    constant = request(bench.constant_url, path, BROWSER)
    subject, reference = in_rounds(
        bench.rounds,
        lambda: rate_of(lambda _: _first_readers(bench, asked), connections=1, seconds=bench.seconds),
        lambda: rate(bench.constant_url, constant, seconds=bench.seconds),
    )
    return Comparison(
        "first after a new reply, uncompressed",
        Series(subject, "/s"),
        Series(reference, "/s"),
        times_the_cost,
    )


def _first_readers(bench: Workbench, asked: bytes) -> Steps:
    connection = Connection(bench.url)
    database = sqlite3.connect(bench.instance / "community.sqlite", isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")  # what a new reply costs is not the question here
    try:
        while True:
            database.execute(
                "UPDATE thread SET version = version + 1"
                " WHERE story_id = (SELECT id FROM story WHERE slug = 'two-hundred-replies')"
            )
            head, _ = connection.ask(asked)
            assert head.startswith(b"HTTP/1.1 200")
            yield
    finally:
        database.close()
        connection.close()
