"""A photo is written anew or refused; what is kept is two squares and nothing else."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from PIL import Image
from sqlalchemy.orm import Session

from community.profiles.models import Profile
from tests.browser import Browser
from tests.cast import Cast
from tests.profiles.drafts import publish
from tests.profiles.test_save import field_error, filled

NewBrowser = Callable[..., Browser]


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.instance_path) / "uploads"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400)) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of a source"
    exif[0x0112] = 6  # lies on its side
    mode = "P" if kind == "GIF" else "RGB"
    Image.new(mode, size).save(file, kind, **({"exif": exif} if kind != "GIF" else {}))
    return file.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has 3.6 thousand million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def send(
    someone: Browser, content: bytes, name: str = "me.jpg", **more: object
) -> tuple[int, html.HtmlElement]:
    form = filled(someone.page("/profile/edit/photo")) | {"photo": (io.BytesIO(content), name), **more}
    answer = someone.post("/profile/edit/photo", form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test client spools what is large to a file
    return answer.status_code, html.fromstring(answer.text or "<p>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_becomes_two_squares_that_know_nothing_of_the_camera(
    cast: Cast, browser: NewBrowser, session: Session, folder: Path, kind: str
) -> None:
    awa = browser(cast.awa)
    assert send(awa, picture(kind))[0] == 302
    name = session.get_one(Profile, cast.awa.id, populate_existing=True).photo
    for suffix, side in (("", 512), ("-small", 96)):
        answer = browser().get(f"/photos/{name}{suffix}.webp")
        assert answer.mimetype == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"Camera of a source" not in answer.data
        kept = Image.open(io.BytesIO(answer.data))
        assert (kept.size, dict(kept.getexif())) == ((side, side), {})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "me.svg"),
        (b"<!doctype html><script>alert(1)</script>", "me.png"),
        (picture()[:200], "torn.jpg"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "no.png"),
        (bomb(), "bomb.png"),
        (bomb(9000, 9000), "smaller-bomb.png"),
        (picture(size=(20, 20)), "tiny.jpg"),
        (b"", "empty.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(
    cast: Cast, browser: NewBrowser, session: Session, content: bytes, name: str
) -> None:
    status, page = send(browser(cast.awa), content, name)
    assert status == 422
    assert field_error(page, "photo")
    assert session.get(Profile, cast.awa.id) is None


def test_a_huge_file_is_refused_before_it_is_decoded(cast: Cast, browser: NewBrowser, app: Flask) -> None:
    limit = app.extensions["settings"].upload_limit_bytes
    assert send(browser(cast.awa), picture() + b"\0" * limit)[0] == 422


def test_a_photo_is_kept_even_when_another_field_is_wrong(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    status, page = send(browser(cast.awa), picture(), seen_by_photo="the dean")
    assert status == 422
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).photo
    assert page.xpath("//img[contains(@class, 'avatar')]")
    assert (
        browser(cast.awa).post("/profile/edit/photo", filled(page) | {"seen_by_photo": "members"}).status_code
        == 302
    )


def test_the_one_before_goes(
    cast: Cast, browser: NewBrowser, session: Session, folder: Path, follow: Callable[[], None]
) -> None:
    awa = browser(cast.awa)
    publish(cast.awa)
    send(awa, picture())
    first = session.get_one(Profile, cast.awa.id, populate_existing=True).photo
    send(awa, picture("PNG"))
    assert browser().get(f"/photos/{first}.webp").status_code == 200
    follow()
    assert browser().get(f"/photos/{first}.webp").status_code == 404
    awa.post("/profile/edit/photo", filled(awa.page("/profile/edit/photo")) | {"remove_photo": "y"})
    follow()
    assert not [file for file in folder.iterdir() if first and file.name.startswith(first)]
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).photo is None


@pytest.mark.parametrize(
    "name", ["../secret_key", "..%2fsecret_key", "x.webp", "a" * 22 + ".svg", "%00.webp"]
)
def test_only_kept_pictures_are_served(browser: NewBrowser, name: str) -> None:
    assert browser().get(f"/photos/{name}").status_code == 404
