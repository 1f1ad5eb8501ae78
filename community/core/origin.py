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
