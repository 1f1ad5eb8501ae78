"""Pages that are the same for every reader who is not signed in: drawn once for each version of what they show,
compressed once for each coding, and answered with 304 where a browser has them already."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Hashable

import brotli
from flask import Response, current_app, request, session
from flask_babel import get_locale

from community.accounts.views import awaits_administrator
from community.core.identity import current_actor
from community.stories.kept import Kept

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda page: bytes(brotli.compress(page, quality=6)),
    "gzip": lambda page: gzip.compress(page, 6, mtime=0),
}
"""What browsers take, best first. A page is compressed once and sent often, but its first reader waits for it: so
neither at its utmost. Browsers take brotli over TLS only, so plain http needs the second."""

_kept: Kept[bytes] = Kept(32 * 1024 * 1024, size=len)


def finished_page(draw: Callable[[], str], *facts: Hashable) -> Response | str:
    """What `draw` draws, kept as long as `facts`, all that the page shows to readers, stay the same.

    Drawn each time where a page says more than that: a member's masthead (unread messages) and notices have no version.
    """
    if current_actor().is_signed_in or session.get("_flashes"):
        return draw()
    tag = _tag(facts)
    if _has_version(tag):
        response = Response(status=304)
    else:
        coding = next((coding for coding in CODINGS if request.accept_encodings[coding] > 0), None)
        response = Response(_bytes(tag, coding, draw), mimetype="text/html")
        if coding:
            response.content_encoding = coding
    response.vary.add("Accept-Encoding")
    response.set_etag(tag, weak=True)
    return response


def _bytes(tag: str, coding: str | None, draw: Callable[[], str]) -> bytes:
    if coding is None:
        return _kept.get((tag, None), lambda: draw().encode())
    return _kept.get((tag, coding), lambda: CODINGS[coding](_bytes(tag, None, draw)))


def _tag(facts: tuple[Hashable, ...]) -> str:
    """The version of this page in the reader's language."""
    frame = (current_app.extensions["assets"].version, awaits_administrator(), str(get_locale()))
    parts = (frame, request.path, request.query_string, facts)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _has_version(tag: str) -> bool:
    """Whether the browser has this version already; what compresses on the way adds ":gzip" and the like to a tag."""
    return any(known.partition(":")[0] == tag for known in request.if_none_match.as_set(include_weak=True))
