"""Style and scripts: read once at start, addressed by a hash of all of them, cached by browsers for a year.

All style sheets become one `site.css`, in the order of `static/css/ORDER`, so that a page asks for two things
before it is painted. Scripts stay modules; they import each other by relative address below the same hash.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request
from rcssmin import cssmin
from rjsmin import jsmin
from werkzeug.wrappers import Response as BaseResponse

from community.core.actor import anyone
from community.core.web.doors import open_to

YEAR_SECONDS = 31_536_000
_SERVED = {".css", ".js", ".svg", ".png", ".ico", ".webmanifest"}
_MADE_SMALLER = (".css", ".js", ".svg", ".webmanifest")
_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=11)),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}
"""What browsers take, best first. As small as can be: it is done once, and each costs a line once a year."""


class Assets:
    """The content of the static folder, ready to send."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): _ready(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _SERVED and path.parent.name != "css"
        }
        order = (folder / "css" / "ORDER").read_text().split()
        style = "\n".join((folder / "css" / name).read_text() for name in order)
        self.files["site.css"] = str(cssmin(style)).encode()
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + content)
        self.version = digest.hexdigest()[:12]
        self._coded: dict[tuple[str, str], bytes] = {}

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError for one that is not there."""
        if name not in self.files:
            raise KeyError(f"no asset {name!r} in static/")
        return f"/static/{self.version}/{name}"

    def coded(self, name: str, coding: str) -> bytes:
        """The content of a file in one of the codings."""
        found = self._coded.get((name, coding))
        if found is None:
            found = self._coded[name, coding] = _CODINGS[coding](self.files[name])
        return found


def init_app(app: Flask, folder: Path) -> None:
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset_url"] = assets.url

    @app.get("/static/<version>/<path:name>", endpoint="static")
    @open_to(anyone, limit="3000/minute")
    def serve(version: str, name: str) -> BaseResponse:
        content = assets.files.get(name)
        if content is None:
            abort(404)
        response = Response(content, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
        tag = assets.version
        if name.endswith(_MADE_SMALLER):
            response.vary.add("Accept-Encoding")
            coding = next((one for one in _CODINGS if request.accept_encodings[one] > 0), None)
            if coding:
                response.set_data(assets.coded(name, coding))
                response.content_encoding, tag = coding, f"{tag}:{coding}"
        if version == assets.version:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"  # an old page asks; it gets what there is now
        response.set_etag(tag)
        return response.make_conditional(request)

    @app.get("/favicon.ico", endpoint="favicon")
    @open_to(anyone, limit="600/minute")
    def favicon() -> BaseResponse:
        return serve(version=assets.version, name="icons/favicon.svg")


def _ready(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".js" and "vendor" not in path.parts:
        return str(jsmin(content.decode())).encode()
    return content
