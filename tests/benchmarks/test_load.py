"""The load generator and the scales, against a server of this test."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load import Steps, UnexpectedStatus, fetch, rate, rate_of, request
from benchmarks.weight import Budget, weigh

PAGE = """<link rel="stylesheet" href="/site.css"><script src="/old.js"></script>
<script type="module" src="/js/page.js"></script>"""
FILES = {
    "/page": PAGE,
    "/site.css": "p{}" * 100,
    "/old.js": "1;",
    "/js/page.js": 'import{a}from"./a.js";import(`../vendor/late.js${tries}`);',
    "/js/a.js": 'export const a="import nothing";',
    "/vendor/late.js": "2;" * 100,
}


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = FILES[self.path].encode() if self.path in FILES else b""
        packed = self.headers.get("Accept-Encoding") == "gzip"
        body = gzip.compress(body) if packed else body
        self.send_response(200 if body and self.path in FILES else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is for what fails."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_comes_whole(site: str) -> None:
    answer = fetch(site, "/site.css")
    assert (answer.status, answer.body, answer.header("content-length")) == (200, b"p{}" * 100, "300")


def test_a_rate_counts_answers_and_stops_in_time(site: str) -> None:
    assert rate(site, request(site, "/site.css"), seconds=0.1) > 10


def test_an_unexpected_status_is_no_answer(site: str) -> None:
    with pytest.raises(UnexpectedStatus, match="expected 200"):
        rate(site, request(site, "/nowhere"), seconds=0.1)


def test_what_a_client_raises_is_raised_here() -> None:
    def breaks(number: int) -> Steps:
        yield
        raise ConnectionError(f"client {number}")

    with pytest.raises(ConnectionError, match="client 0"):
        rate_of(breaks, connections=1, seconds=0.01)


def test_a_page_is_weighed_with_all_that_it_asks_for(site: str) -> None:
    weight = weigh(site, "/page")
    plain = {path: len(text) for path, text in FILES.items()}
    assert weight.bytes["br"] == {  # this server has no brotli: these are the plain sizes
        "html": plain["/page"],
        "css": 300,
        "js": plain["/old.js"] + plain["/js/page.js"] + plain["/js/a.js"],
        "js_later": plain["/vendor/late.js"],
    }
    assert weight.bytes["gzip"]["css"] < 300
    assert weight.first_paint_requests == 3, "the page, its style, and the script that blocks"


def test_a_broken_budget_says_by_what() -> None:
    budget = Budget(html=1, css=1, js=1)
    light = {"html": 1024, "css": 0, "js": 1000, "js_later": 9000}
    assert budget.broken_by(light, requests=2) == []
    assert budget.broken_by({**light, "html": 1536}, requests=3) == ["html 1.5 KB of 1", "3 requests of 2"]


def test_what_is_fetched_later_counts_where_the_budget_says_so() -> None:
    budget = Budget(html=1, css=1, js=1, later_too=True)
    assert budget.broken_by({"html": 0, "css": 0, "js": 1000, "js_later": 1048}, requests=1) == [
        "js 2.0 KB of 1"
    ]
