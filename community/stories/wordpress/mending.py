"""From the bytes of an export to text that an XML parser accepts.

Sites and plug-ins write exports that are not XML: with control characters in texts, with `&` in addresses
and `&nbsp;` in titles. Their meaning is clear, so they are mended here; nothing else is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import BinaryIO

from flask_babel import gettext as _

from community.stories.wordpress.errors import ExportUnreadable

CHUNK = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_TEXT_ENCODING = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc_(jp|kr)"
)
"""Those that a reader of one pass can decode, by Python's names; others (UTF-16) are known by their first bytes."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARK = re.compile(r"<!\[CDATA\[|<!--|&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
_LONGEST_MARK = 40
_CLOSED_BY = {"<![CDATA[": "]]>", "<!--": "-->"}
_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})


def decoded(file: BinaryIO) -> Iterator[str]:
    """The text of `file`, in pieces. Raises ExportUnreadable for what is not text in the encoding it claims."""
    head = file.read(CHUNK)
    if not head.strip(b"\0 \t\r\n"):
        raise ExportUnreadable(_("The file is empty. Export it from WordPress again."))
    encoding, bom = _encoding(head)
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, piece = 1, head[bom:]
    while True:
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            if not piece:
                return  # it breaks off within a letter; the parser will say that it breaks off
            raise ExportUnreadable(
                _(
                    "Line %(line)s is not text in the encoding %(encoding)s that the file claims."
                    " Export it from WordPress again, or save it as UTF-8.",
                    line=lines + error.object[: error.start].count(b"\n"),
                    encoding=encoding.upper(),
                )
            ) from error
        if not piece:
            return
        lines += piece.count(b"\n")
        piece = file.read(CHUNK)


def _encoding(head: bytes) -> tuple[str, int]:
    """The encoding, and how many bytes at the beginning only tell of it."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, len(bom)
    start = head.lstrip()
    if start.startswith(b"PK\x03\x04"):
        raise ExportUnreadable(
            _("This is a ZIP archive. Unpack it, and import the .xml files in it one by one.")
        )
    if not start.startswith(b"<"):
        raise ExportUnreadable(_("This is not an XML file. In WordPress, go to Tools → Export to get one."))
    claim = _DECLARATION.match(start[:200])
    if claim is None:
        return "utf-8", 0
    claimed = claim[1].decode("ascii")
    try:
        name = codecs.lookup(claimed).name
    except LookupError:
        name = ""
    if not _TEXT_ENCODING.fullmatch(name):
        raise ExportUnreadable(
            _(
                "The file claims the encoding %(encoding)s, but is not written in it, or it is not known here."
                " Export it from WordPress again, or save it as UTF-8.",
                encoding=claimed,
            )
        )
    return name, 0


def mended(pieces: Iterable[str]) -> Iterator[str]:
    """The same text without what XML forbids: control characters are dropped, a bare `&` becomes `&amp;`.

    As no entity but XML's own five is left, a file cannot define others that anything would use.
    """
    text = inside = ""
    for piece in pieces:
        text += _NOT_XML.sub("", piece)
        done, used, inside = _mend(text, inside, len(text) - _LONGEST_MARK)
        yield done
        text = text[used:]
    yield _mend(text, inside, len(text))[0]


def _mend(text: str, inside: str, until: int) -> tuple[str, int, str]:
    """Mend the marks that begin before `until`. Returns the text, how much was used, and what closes its end."""
    out: list[str] = []
    at = 0
    while at < until:
        if inside:
            end = text.find(inside, at)
            if end < 0 or end >= until:
                out.append(text[at:until])
                return "".join(out), until, inside
            out.append(text[at : end + len(inside)])
            at, inside = end + len(inside), ""
            continue
        mark = _MARK.search(text, at)
        if mark is None or mark.start() >= until:
            out.append(text[at:until])
            return "".join(out), until, inside
        out.append(text[at : mark.start()])
        inside = _CLOSED_BY.get(mark[0], "")
        out.append(mark[0] if inside else _reference(mark[0]))
        at = mark.end()
    return "".join(out), max(at, 0), inside


def _reference(found: str) -> str:
    if found in _XML_ENTITIES:
        return found
    if found.startswith("&#"):
        number = int(found[3:-1], 16) if found[2] in "xX" else int(found[2:-1])
        if number > 0x10FFFF or 0xD800 <= number < 0xE000 or (number < 32 and number not in {9, 10, 13}):
            return ""
        return "" if number in {0xFFFE, 0xFFFF} else found
    meant = html5.get(found[1:])
    if meant is not None:
        return "".join(f"&#{ord(letter)};" for letter in meant)
    return f"&amp;{found[1:]}"
