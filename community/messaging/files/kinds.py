"""What may be attached. The content decides, not the name; what a reader's programs would run does not get through."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask_babel import gettext as _

from community.core.pictures import PictureRefused, is_picture, written_anew
from community.core.text import tidy_line
from community.messaging.errors import FileRefused
from community.messaging.files.models import FileKind

LONGEST_SIDE = 2048
PREVIEW_SIDE = 480
LONGEST_NAME = 100

ACCEPTED = (
    "image/jpeg,image/png,image/webp,image/gif,.pdf,.txt,.md,.csv,.tsv,.srt,.docx,.xlsx,.pptx,.odt,.ods,.odp"
)
"""For the field of the form: with it a phone offers pictures as JPEG."""

_TEXTS = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".srt": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    ".docx": ("word/", f"{_OPEN_XML}wordprocessingml.document"),
    ".xlsx": ("xl/", f"{_OPEN_XML}spreadsheetml.sheet"),
    ".pptx": ("ppt/", f"{_OPEN_XML}presentationml.presentation"),
}
_OPEN_DOCUMENT = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_RUNS = re.compile(
    r"(^|/)(vbaProject\.bin|activeX/|Basic/|Scripts/)|\.(exe|dll|js|vbs|jar|bat|cmd|ps1)$", re.IGNORECASE
)
_MOST_PARTS = 3_000
_MOST_UNPACKED = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as it is kept."""

    name: str
    kind: FileKind
    media_type: str
    content: bytes
    preview: bytes | None = None
    width: int | None = None
    height: int | None = None


def judged(name: str, content: bytes) -> Judged:
    """Raises FileRefused."""
    stem, ending = _split(name)
    if not content:
        raise FileRefused(_("“%(name)s” is empty.", name=stem + ending))
    if is_picture(content):
        return _picture(stem, content)
    if content.startswith(b"%PDF-"):
        return Judged(f"{stem}.pdf", FileKind.PDF, "application/pdf", content)
    if ending in _TEXTS and _is_text(content):
        return Judged(stem + ending, FileKind.TEXT, _TEXTS[ending], content)
    media_type = _office(ending, content)
    if media_type:
        return Judged(stem + ending, FileKind.DOCUMENT, media_type, content)
    raise FileRefused(
        _(
            "“%(name)s” cannot be attached. We take pictures (JPEG, PNG, WebP, GIF), PDF, plain text and tables (TXT,"
            " CSV), and office documents without macros (DOCX, XLSX, PPTX, ODT, ODS, ODP).",
            name=stem + ending,
        )
    )


def _split(name: str) -> tuple[str, str]:
    """What a reader sees of the name: its last part, without anything that leads elsewhere or hides the ending."""
    last = tidy_line(name).replace("\\", "/").rpartition("/")[2]
    bare = re.sub(r'[<>:"|?*\u200b-\u200f\u2028\u2029]', "", last).strip(". ")
    path = PurePosixPath(bare or "file")
    return path.stem[:LONGEST_NAME] or "file", path.suffix.lower()[:10]


def _picture(stem: str, content: bytes) -> Judged:
    try:
        (width, height), (whole, preview) = written_anew(content, (LONGEST_SIDE, PREVIEW_SIDE))
    except PictureRefused as refusal:
        raise FileRefused(str(refusal.message)) from refusal
    return Judged(f"{stem}.webp", FileKind.PICTURE, "image/webp", whole, preview, width, height)


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _office(ending: str, content: bytes) -> str | None:
    """The media type of an archive that is what its ending says, and that holds nothing that runs."""
    if not (ending in _OFFICE or ending in _OPEN_DOCUMENT) or not content.startswith(b"PK\3\4"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return None
            if any(_RUNS.search(name) for name in names):
                return None
            if ending in _OFFICE:
                folder, media_type = _OFFICE[ending]
                is_one = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
                return media_type if is_one else None
            said = archive.open(parts[0]).read(200) if parts and names[0] == "mimetype" else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    return _OPEN_DOCUMENT[ending] if said == _OPEN_DOCUMENT[ending].encode() else None
