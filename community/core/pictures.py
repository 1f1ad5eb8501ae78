"""Pictures that members upload. What is kept is never what was sent: it is decoded and written anew.

So a file that is also a web page, a camera's place and serial number, or a profile of colours with a hole in
its reader does not get through; and what does of a photo is two small squares of WebP under a name nobody can guess.
"""

from __future__ import annotations

import io
import re
import secrets
import struct
import threading
from pathlib import Path
from typing import IO

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from community.core.errors import Invalid, NotFound
from community.core.kept_files import keep, private_folder

SIDES = {"": 512, "-small": 96}
"""Suffix of the name -> pixels of a side."""

_MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000, "GIF": 16_000_000}
"""A JPEG is decoded at a fraction of its size, so the large ones of phones can be taken; the others cannot."""

_SMALLEST = 96
_NAME = re.compile(r"[A-Za-z0-9_-]{22}(-small)?\.webp")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error)
"""What Pillow's readers raise on files that are not what they say."""

_one_at_a_time = threading.Lock()
"""A decoded picture may take 200 MB for a moment: two at once are one too many for a small machine."""


class PictureRefused(Invalid):
    """The upload is not a picture that can be taken; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="photo")


def keep_picture(folder: Path, upload: IO[bytes], *, limit: int) -> str:
    """Keep a square of the picture in `folder`, in both sizes. Returns its name, without suffix and ending.

    `limit` is in bytes. Raises PictureRefused.
    """
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise PictureRefused(_l("This file is too large. Please choose a smaller picture."))
    with _one_at_a_time:
        square = _square(content)
    private_folder(folder)
    name = secrets.token_urlsafe(16)
    for suffix, side in SIDES.items():
        keep(folder / f"{name}{suffix}.webp", _webp(square.resize((side, side), Image.Resampling.LANCZOS)))
    return name


def forget_picture(folder: Path, name: str) -> None:
    """Delete both sizes; one that is gone already is no error."""
    for suffix in SIDES:
        picture_file(folder, f"{name}{suffix}.webp", must_exist=False).unlink(missing_ok=True)


def picture_file(folder: Path, file_name: str, *, must_exist: bool = True) -> Path:
    """Where a kept picture lies. Raises NotFound for a name that is not one of ours."""
    path = folder / file_name
    if not _NAME.fullmatch(file_name) or (must_exist and not path.is_file()):
        raise NotFound()
    return path


def is_picture(content: bytes) -> bool:
    """Whether it begins as one of the kinds that are taken; whether it can be read shows later."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_MOST_PIXELS)):
            return True
    except (*_BROKEN, Image.DecompressionBombError):
        return False


def written_anew(content: bytes, sides: tuple[int, ...]) -> tuple[tuple[int, int], list[bytes]]:
    """The whole picture as WebP, once for each number of pixels that its longer side has at most, largest first;
    and the width and height of the first. Raises PictureRefused."""
    with _one_at_a_time:
        upright = _upright(content, sides[0])
        fitted = []
        for side in sides:
            upright.thumbnail((side, side), Image.Resampling.LANCZOS)
            fitted.append((upright.size, _webp(upright)))
    return fitted[0][0], [file for _, file in fitted]


def _square(content: bytes) -> Image.Image:
    """The middle of the picture, on white where it was transparent."""
    upright = _upright(content, 2 * SIDES[""], smallest=_SMALLEST)
    side = min(upright.size)
    # Faces stand above the middle of a portrait.
    fitted = ImageOps.fit(upright, (min(side, SIDES[""]),) * 2, centering=(0.5, 0.35))
    clean = Image.new("RGB", fitted.size, "white")
    clean.paste(fitted, mask=fitted.getchannel("A"))
    return clean


def _upright(content: bytes, wanted: int, *, smallest: int = 1) -> Image.Image:
    """The pixels and nothing else, as they are looked at. A JPEG is read no larger than needed for `wanted` pixels of a
    side. Raises PictureRefused."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_MOST_PIXELS)) as picture:
            _check_size(picture, smallest)
            if picture.format == "JPEG":
                picture.draft("RGB", (wanted, wanted))
            picture.seek(0)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise PictureRefused(_too_many_pixels()) from error
    except _BROKEN as error:
        raise PictureRefused(_l("This is not a JPEG, PNG, WebP or GIF picture that can be read.")) from error
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    return clean


def _check_size(picture: Image.Image, smallest: int) -> None:
    width, height = picture.size
    if width * height > _MOST_PIXELS[str(picture.format)]:
        raise PictureRefused(_too_many_pixels())
    if min(width, height) < smallest:
        raise PictureRefused(_l("This picture is too small: it needs at least 96 pixels on each side."))


def _too_many_pixels() -> str:
    return _l("This picture has too many pixels. Please choose a smaller one.")


def _webp(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=82, method=5)
    return written.getvalue()
