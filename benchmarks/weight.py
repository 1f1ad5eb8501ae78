"""What a page weighs on the wire, with an empty cache: the budgets of the look, for the tests as well.

Bytes are counted as the server sends them, compressed; photos are apart. Scripts count with the modules that they
import. What they name in another way, to fetch it later or never (the Socket.IO client, for who is signed in), is
counted apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from benchmarks.load import Answer, fetch

KILOBYTE = 1024
ENCODINGS = ("br", "gzip")
_IMPORTED = re.compile(r"""\b(?:from|import)\s*["'](\.{0,2}/[^"']+)["']""")
_NAMED = re.compile(r"""["'`](\.{1,2}/[\w./-]+\.js)""")


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many KB (of 1,024 bytes), and requests before the first paint, the page included."""

    html: int
    css: int
    js: int
    requests: int = 2
    later_too: bool = False
    """Whether `js` is for all scripts, those that are fetched after the first paint included."""

    def measured(self, weight: dict[str, int]) -> dict[str, tuple[int, int]]:
        """html, css and js: bytes that count, and bytes allowed."""
        scripts = weight["js"] + (weight["js_later"] if self.later_too else 0)
        return {
            "html": (weight["html"], self.html * KILOBYTE),
            "css": (weight["css"], self.css * KILOBYTE),
            "js": (scripts, self.js * KILOBYTE),
        }

    def broken_by(self, weight: dict[str, int], requests: int) -> list[str]:
        """What is over the budget, in words; empty when all holds."""
        over = [
            f"{kind} {found / KILOBYTE:.1f} KB of {allowed // KILOBYTE}"
            for kind, (found, allowed) in self.measured(weight).items()
            if found > allowed
        ]
        return over + ([f"{requests} requests of {self.requests}"] if requests > self.requests else [])


BUDGETS = {
    "story": Budget(html=14, css=10, js=6),
    "directory": Budget(html=12, css=10, js=6),
    "conversation": Budget(html=12, css=10, js=30, later_too=True),
}
"""A story with 50 replies and a directory of 20 results, signed out; a conversation, signed in."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes by encoding (`br`, `gzip`) and kind (`html`, `css`, `js`, `js_later`); requests before the first paint."""

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
        now, later = _scripts(base_url, [urljoin(path, url) for url in needs.scripts])
        found[encoding] = {
            "html": len(page.body),
            "css": sum(len(_get(base_url, urljoin(path, url), encoding).body) for url in needs.styles),
            "js": sum(len(_get(base_url, url, encoding).body) for url in now),
            "js_later": sum(len(_get(base_url, url, encoding).body) for url in later),
        }
    return Weight(found, 1 + len(needs.styles) + len(needs.blocking))


def _scripts(base_url: str, named_by_page: list[str]) -> tuple[set[str], set[str]]:
    """The addresses of the scripts of a page with all that they import; and of those that they only name."""
    now: set[str] = set()
    named: set[str] = set()
    waiting = list(named_by_page)
    while waiting:
        url = waiting.pop()
        if url not in now:
            now.add(url)
            source = _get(base_url, url, "identity").body.decode()
            waiting += [urljoin(url, found) for found in _IMPORTED.findall(source)]
            named |= {urljoin(url, found) for found in _NAMED.findall(source)}
    return now, named - now


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
