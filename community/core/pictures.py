"""Pictures that members upload. What is kept is never what was sent: it is decoded, cropped and written anew.

So a file that is also a web page, a camera's place and serial number, or a profile of colours with a hole in
its reader does not get through; and what does is two small squares of WebP under a name nobody can guess.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import struct
import tempfile
import threading
from pathlib import Path
from typing import IO

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from community.core.errors import Invalid, NotFound

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
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    name = secrets.token_urlsafe(16)
    for suffix, side in SIDES.items():
        written = io.BytesIO()
        square.resize((side, side), Image.Resampling.LANCZOS).save(written, "WEBP", quality=82, method=5)
        _write(folder / f"{name}{suffix}.webp", written.getvalue())
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


def _square(content: bytes) -> Image.Image:
    """The middle of the picture, upright, on white where it was transparent, with nothing but its pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_MOST_PIXELS)) as picture:
            _check_size(picture)
            if picture.format == "JPEG":
                picture.draft("RGB", (2 * SIDES[""], 2 * SIDES[""]))
            picture.seek(0)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise PictureRefused(_too_many_pixels()) from error
    except _BROKEN as error:
        raise PictureRefused(_l("This is not a JPEG, PNG, WebP or GIF picture that can be read.")) from error
    side = min(upright.size)
    # Faces stand above the middle of a portrait.
    fitted = ImageOps.fit(upright, (min(side, SIDES[""]),) * 2, centering=(0.5, 0.35))
    clean = Image.new("RGB", fitted.size, "white")
    clean.paste(fitted, mask=fitted.getchannel("A"))
    return clean


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > _MOST_PIXELS[str(picture.format)]:
        raise PictureRefused(_too_many_pixels())
    if min(width, height) < _SMALLEST:
        raise PictureRefused(_l("This picture is too small: it needs at least 96 pixels on each side."))


def _too_many_pixels() -> str:
    return _l("This picture has too many pixels. Please choose a smaller one.")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by this user only."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
