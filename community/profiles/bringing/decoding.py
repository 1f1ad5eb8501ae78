"""From the bytes of a file to its text, whatever wrote it; early, before anything is parsed."""

from __future__ import annotations

import codecs

from flask_babel import gettext as _

from community.profiles.bringing.errors import FileUnreadable

MIB = 1024 * 1024
MOST_BYTES = 5 * MIB
MOST_ENTRIES = 2000
"""More than the longest list of works of one person; what is beyond is told."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, DOCX, XLSX",
    b"\xd0\xcf\x11\xe0": "DOC, XLS",
    b"{\\rtf": "RTF",
}


def check_size(data: bytes, instead: str | None = None) -> None:
    """Raises FileUnreadable for an empty file, one that is too large, and one of another kind: then `instead` says
    what to bring."""
    if len(data) > MOST_BYTES:
        size, limit = len(data) // MIB, MOST_BYTES // MIB
        raise FileUnreadable(
            _("The file has %(size)s MB; up to %(limit)s MB are read. Please export fewer entries at a time.",
              size=size, limit=limit)
        )  # fmt: skip
    if not data.strip():
        raise FileUnreadable(_("The file is empty."))
    for beginning, kind in _OTHER_KINDS.items():
        if data.startswith(beginning):
            words = _("This is a file of another kind (%(kind)s).", kind=kind)
            raise FileUnreadable(f"{words} {instead or _works_instead()}")


def _works_instead() -> str:
    return _("Please export your list as BibTeX, RIS, CSL-JSON or a plain list of DOIs.")


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, UTF-16 where every second byte says so, else Windows'
    Latin letters. Raises FileUnreadable for what is no text."""
    check_size(data)
    encoding = encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise FileUnreadable(_("This file is no text, so that no list of works can be read from it."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """What its byte order mark says, else UTF-16 where every second byte says so, else UTF-8."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guessed(data)


def _guessed(data: bytes) -> str:
    beginning = data[:400]
    if beginning[1::2].count(0) > len(beginning) // 3:
        return "utf-16-le"
    if beginning[::2].count(0) > len(beginning) // 3:
        return "utf-16-be"
    return "utf-8"
