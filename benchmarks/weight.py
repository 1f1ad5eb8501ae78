"""What a page weighs on the wire, with an empty cache: the budgets of the look, for the tests as well.

Bytes are counted as the server sends them, compressed; photos are apart. Scripts are counted with all that they
import, also what they import only later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from benchmarks.load import Answer, fetch

KILOBYTE = 1024
ENCODINGS = ("br", "gzip")
_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["']((?:\.{0,2}/)[^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many KB (of 1,024 bytes), and requests before the first paint, the page included."""

    html: int
    css: int
    js: int
    requests: int = 2

    def broken_by(self, weight: dict[str, int], requests: int) -> list[str]:
        """What is over the budget, in words; empty when all holds."""
        over = [
            f"{kind} {weight[kind] / KILOBYTE:.1f} KB of {allowed}"
            for kind, allowed in (("html", self.html), ("css", self.css), ("js", self.js))
            if weight[kind] > allowed * KILOBYTE
        ]
        return over + ([f"{requests} requests of {self.requests}"] if requests > self.requests else [])


BUDGETS = {
    "story": Budget(html=14, css=10, js=6),
    "directory": Budget(html=12, css=10, js=6),
    "conversation": Budget(html=12, css=10, js=30),
}
"""A story with 50 replies and a directory of 20 results, signed out; a conversation, signed in."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes by encoding (`br`, `gzip`) and kind (`html`, `css`, `js`), and what stands before the first paint."""

    bytes: dict[str, dict[str, int]]
    first_paint_requests: int


def weigh(base_url: str, path: str, cookie: str | None = None) -> Weight:
    """Weigh the page at `path`, as the holder of `cookie` (a whole Cookie header) gets it.

    Raises RuntimeError when the page or something that it needs is not answered with 200.
    """
    found: dict[str, dict[str, int]] = {}
    for encoding in ENCODINGS:
        page = _get(base_url, path, encoding, cookie)
        needs = _Needs()
        needs.feed(_get(base_url, path, "identity", cookie).body.decode())
        found[encoding] = {
            "html": len(page.body),
            "css": sum(len(_get(base_url, urljoin(path, url), encoding).body) for url in needs.styles),
            "js": sum(
                _with_imports(base_url, [urljoin(path, url) for url in needs.scripts], encoding).values()
            ),
        }
    return Weight(found, 1 + len(needs.styles) + len(needs.blocking))


def _with_imports(base_url: str, scripts: list[str], encoding: str) -> dict[str, int]:
    sizes: dict[str, int] = {}
    waiting = list(scripts)
    while waiting:
        url = waiting.pop()
        if url not in sizes:
            sizes[url] = len(_get(base_url, url, encoding).body)
            source = _get(base_url, url, "identity").body.decode()
            waiting += [urljoin(url, imported) for imported in _IMPORT.findall(source)]
    return sizes


def _get(base_url: str, path: str, encoding: str, cookie: str | None = None) -> Answer:
    if urlsplit(path).netloc:
        raise RuntimeError(f"{path} comes from a third party")
    headers = {"Accept-Encoding": encoding, "Accept": "text/html,*/*"} | (
        {"Cookie": cookie} if cookie else {}
    )
    answer = fetch(base_url, path, headers)
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered with {answer.status}")
    return answer


class _Needs(HTMLParser):
    """The style sheets and scripts that a page names; those apart that hold up its first paint."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.blocking: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "link" and "stylesheet" in (given.get("rel") or "").split():
            self.styles.append(given["href"] or "")
        elif tag == "script" and given.get("src"):
            self.scripts.append(given["src"] or "")
            if given.get("type") != "module" and "defer" not in given and "async" not in given:
                self.blocking.append(given["src"] or "")
