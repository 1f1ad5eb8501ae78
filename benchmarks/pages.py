"""Measuring a page: requests a second from the real server, beside the same bytes from the constant one."""

from __future__ import annotations

from benchmarks.frame import Aim, Comparison, Series, Table, compare, in_rounds, times_the_cost
from benchmarks.load import fetch, rate, request
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
    rows = [
        _beside_constant(bench, f"{name}-br", "as a browser asks (brotli)", path, BROWSER, aim=aim),
        _beside_constant(bench, f"{name}-plain", "uncompressed", path, UNCOMPRESSED, aim=aim),
    ]
    if tag := page.header("ETag"):
        again = {**BROWSER, "If-None-Match": tag}
        rows.append(_beside_constant(bench, f"{name}-br", "asked for again (304)", path, again, status=304))
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
    *,
    status: int = 200,
    aim: Aim | None = None,
) -> Comparison:
    sent = {key: value for key, value in headers.items() if key != "If-None-Match"}
    recorded = bench.make_constant(name, fetch(bench.url, path, sent))
    asked = request(bench.url, path, headers)
    constant = request(bench.constant_url, recorded, sent)
    subject, reference = in_rounds(
        bench.rounds,
        lambda: rate(bench.url, asked, status=status, seconds=bench.seconds),
        lambda: rate(bench.constant_url, constant, seconds=bench.seconds),
    )
    return Comparison(what, Series(subject, "/s"), Series(reference, "/s"), times_the_cost, aim)
