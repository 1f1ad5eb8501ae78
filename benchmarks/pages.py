"""Measuring a page: requests a second from the real server, beside the same bytes from the constant one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.frame import Aim, Comparison, Series, Table, compare, in_rounds, times_the_cost
from benchmarks.load import UnexpectedStatus, fetch, rate, request
from benchmarks.workbench import Workbench

BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html", "Accept-Language": "en"}
UNCOMPRESSED = {**BROWSER, "Accept-Encoding": "identity"}


def measure_page(
    bench: Workbench, name: str, path: str, *, aim: Aim | None = None, more: tuple[Comparison, ...] = ()
) -> Table:
    """A page for a reader who is not signed in: as browsers ask for it, uncompressed, and asked for again."""
    page = fetch(bench.url, path, BROWSER)
    if page.status != 200:
        raise RuntimeError(f"{path} was answered with {page.status}")
    rows = []
    for what, headers in (("as a browser asks (brotli)", BROWSER), ("uncompressed", UNCOMPRESSED)):
        asked = request(bench.url, path, headers)
        measure = partial(rate, bench.url, asked, seconds=bench.seconds)
        rows.append(
            _beside_constant(
                bench, f"{name}-{headers['Accept-Encoding'][:2]}", what, path, headers, measure, aim
            )
        )
    if page.header("ETag"):
        measure = partial(_asked_again, bench, path)
        rows.append(_beside_constant(bench, f"{name}-again", "asked for again (304)", path, BROWSER, measure))
    plain = fetch(bench.url, path, UNCOMPRESSED)
    encoding = page.header("Content-Encoding") or "no compression"
    note = (
        f"{len(plain.body) / 1024:.0f} KB of HTML, {len(page.body) / 1024:.1f} KB on the wire ({encoding})."
    )
    return compare("constant page", [*rows, *more], ratio="times the cost", note=note)


def _beside_constant(
    bench: Workbench,
    name: str,
    what: str,
    path: str,
    headers: dict[str, str],
    measure: Callable[[], float],
    aim: Aim | None = None,
) -> Comparison:
    recorded = bench.make_constant(name, fetch(bench.url, path, headers))
    constant = request(bench.constant_url, recorded, headers)
    subject, reference = in_rounds(
        bench.rounds, measure, lambda: rate(bench.constant_url, constant, seconds=bench.seconds)
    )
    return Comparison(what, Series(subject, "/s"), Series(reference, "/s"), times_the_cost, aim)


def _asked_again(bench: Workbench, path: str) -> float:
    """By readers who have this version. A page may count as a new version from time to time: then once more."""
    for attempt in (1, 2):
        tag = fetch(bench.url, path, BROWSER).header("ETag")
        asked = request(bench.url, path, {**BROWSER, "If-None-Match": tag})
        try:
            return rate(bench.url, asked, status=304, seconds=bench.seconds)
        except UnexpectedStatus:
            if attempt == 2:
                raise
    raise AssertionError("the second attempt returns or raises")
