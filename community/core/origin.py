"""Whether a browser sent a request from a page of this site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from community.config import Settings


def is_ours(origin: str, environ: Mapping[str, Any], settings: Settings) -> bool:
    """Whether an Origin header names this site; a missing one (an empty text) does not."""
    if not origin or origin == settings.base_url:
        return bool(origin)
    if settings.environment != "development":
        return False
    # In development the address may be written in several ways (localhost, 127.0.0.1, a LAN name).
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""))


def is_asked_by_our_page(environ: Mapping[str, Any], settings: Settings) -> bool:
    """Whether a browser testifies that a script of a page of this site makes this GET, which has no Origin then.

    Sec-Fetch-* cannot be set by scripts. An address that is typed, a link, a picture or a script tag, also on a page of
    ours, are told apart by them (https://www.w3.org/TR/fetch-metadata/).
    """
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
        and environ.get("HTTP_SEC_FETCH_DEST") == "empty"
        and _is_our_host(environ.get("HTTP_HOST", ""), settings)
    )


def _is_our_host(host: str, settings: Settings) -> bool:
    """The same origin as this host: it must be ours, or the browser has been sent to another name of this machine."""
    is_known = urlsplit(f"//{host}").hostname == urlsplit(settings.base_url).hostname
    return is_known or settings.environment == "development"
