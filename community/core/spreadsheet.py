"""Tables for spreadsheets: CSV after RFC 4180, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""

_CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell may not begin with: spreadsheets take it for a formula, which can send the rest of the table away
(OWASP, CSV injection); those set for East Asia also the wide signs."""

_CALCULATES_INSIDE = re.compile(r"(?<=[;\t\r\n])(\s*\"*)(?=[=+\-@＝＋－＠])")
"""Where a comma is the sign of decimals (French, German, Portuguese), Excel splits a line at semicolons and tabs, and
takes no quotes that begin further in: what follows them, or a line end, begins a cell there."""


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as a file: UTF-8 with its mark, CRLF, quotes where they are needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(one) for one in header])
    writer.writerows([cell(one) for one in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def cell(value: object) -> str:
    """What stands in a cell; an apostrophe before what would be calculated says that it is text."""
    text = _CALCULATES_INSIDE.sub(r"\1'", "" if value is None else str(value))
    return f"'{text}" if text.startswith(_CALCULATES) else text
