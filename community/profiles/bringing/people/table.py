"""From the bytes of a CSV to its cells, whatever spreadsheet wrote it; nothing is guessed that could spoil names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from community.core.text import tidy
from community.profiles.bringing.decoding import check_size, encoding_of
from community.profiles.bringing.errors import FileUnreadable

MOST_LINES = 10_000
MOST_COLUMNS = 60
MOST_CELL = 8000
_DELIMITERS = ",;\t"

ENCODINGS = {
    "cp1252": _l("Western Europe (Windows-1252, Latin-1)"),
    "cp1256": _l("Arabic (Windows-1256)"),
    "gb18030": _l("Chinese (GB 18030, GBK)"),
    "big5": _l("Chinese, traditional (Big5)"),
    "cp1251": _l("Cyrillic (Windows-1251)"),
}
"""What a file is read as when somebody says so. Any of them reads any bytes, so that a guess would turn names of one
script into signs of another without a word."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """Of the file, as an editor of texts counts them; the headings stand on the first that is not empty."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    header: list[str]
    lines: list[Line]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Table:
        return Table(kept["header"], [Line(one["number"], one["cells"]) for one in kept["lines"]])


def read_table(data: bytes, encoding: str | None = None) -> Table:
    """The cells of a CSV. `encoding`, one of ENCODINGS, counts only where the file does not say itself.

    Raises FileUnreadable, and nothing else, whatever the bytes are.
    """
    check_size(data, _("Please save the table as CSV (UTF-8)."))
    text = _text(data, encoding)
    rows = _rows(text, _delimiter(text))
    header = next(rows, None)
    if header is None or len(header.cells) < 2:
        raise FileUnreadable(
            _("No columns were found. The first line names them, with commas, semicolons or tabs between.")
        )
    if len(header.cells) > MOST_COLUMNS:
        raise FileUnreadable(_("More than %(most)d columns are not read.", most=MOST_COLUMNS))
    lines: list[Line] = []
    for line in rows:
        if len(lines) == MOST_LINES:
            raise FileUnreadable(
                _(
                    "More than %(most)d lines are not read at once. Please bring them in parts.",
                    most=MOST_LINES,
                )
            )
        lines.append(line)
    if not lines:
        raise FileUnreadable(_("There is nobody below the headings."))
    return Table(header.cells, lines)


def _text(data: bytes, encoding: str | None) -> str:
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError:
        text = _in_encoding(data, encoding)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise FileUnreadable(_("This file is no text. Please save the table as CSV (UTF-8)."))
    return text


def _in_encoding(data: bytes, encoding: str | None) -> str:
    if encoding not in ENCODINGS:
        raise FileUnreadable(
            _(
                "The file is not in UTF-8 and does not say what it is in. Please save it as “CSV UTF-8”, or say how it"
                " is encoded: read wrongly, names would come in as other letters."
            ),
            field="encoding",
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise FileUnreadable(_("The file is not encoded like this."), field="encoding") from None


def _delimiter(text: str) -> str:
    """The one that stands most often in the first line that is not empty."""
    first = next(filter(str.strip, text.splitlines()), "")
    return max(_DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    end = 0
    while True:
        number = end + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise FileUnreadable(
                _("The quotation marks from line %(number)d on do not match.", number=number)
            ) from None
        end = reader.line_num
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield Line(number, _tidied(cells))


def _tidied(cells: Iterable[str]) -> list[str]:
    # One sign more than may be: what is too long is told, not cut.
    return [tidy(cell[: MOST_CELL + 1]) for cell in cells]
