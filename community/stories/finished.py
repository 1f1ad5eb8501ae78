"""A page that is the same for every reader, ready to send: written and compressed once for each version of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import brotli
from flask import Response, request

QUALITY = 6
"""Of brotli, 0 to 11: a page is compressed once and sent often, but its first reader waits for it."""


@dataclass(frozen=True, slots=True)
class FinishedPage:
    plain: bytes
    compressed: bytes
    """With brotli."""

    @classmethod
    def of(cls, page: str) -> Self:
        plain = page.encode()
        return cls(plain, brotli.compress(plain, quality=QUALITY))

    def __len__(self) -> int:
        return len(self.plain) + len(self.compressed)

    def response(self) -> Response:
        """In the coding that the reader's browser takes; what takes neither is left to Flask-Compress."""
        if request.accept_encodings["br"] <= 0:
            return Response(self.plain, mimetype="text/html")
        response = Response(self.compressed, mimetype="text/html")
        response.content_encoding = "br"
        response.vary.add("Accept-Encoding")
        return response


def has_version(tag: str) -> bool:
    """Whether the browser has this version already; Flask-Compress adds ":gzip" and the like to a tag."""
    return any(known.partition(":")[0] == tag for known in request.if_none_match.as_set(include_weak=True))
