"""Writes HTML anew so that it reads well here: paragraphs as WordPress shows them, media as links, one outline.

It does not make HTML safe; `body.py` lets the sanitiser have the last word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from flask_babel import gettext as _

_BLOCKS = frozenset(
    "h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption table thead tbody tfoot tr th td".split()
)
_INLINES = frozenset("a abbr b code del em i ins kbd mark q s small strong sub sup u".split())
_UNSEEN = frozenset("area base br col hr img input link meta param source track wbr".split())
_IN_PARAGRAPHS = frozenset({"", "blockquote", "dd"})
"""Where loose text becomes paragraphs; "" is the page itself."""
_NO_TEXT = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})
_NO_PARAGRAPH = frozenset({"h2", "h3", "h4", "h5", "h6", "pre", "dt"})
_KEPT = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "p": ("dir", "lang"),
    "blockquote": ("dir", "lang"),
}
_PARENTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "figcaption": {"figure"}}
_ADDRESS = re.compile(r"""https?://[^\s<>"'“”‘’«»]*[^\s<>"'“”‘’«».,:;!?)\]…。，；！？]""")
_DEEPEST_BLOCK, _DEEPEST_INLINE = 24, 8


@dataclass(slots=True)
class _Element:
    tag: str
    start: str
    is_open: bool = False
    """Whether it was written: an element is written with the first thing in it, so that none is empty."""


class ReadableHtml(HTMLParser):
    """`feed` the HTML, `close`, and read `result()`.

    `base_url` is where relative addresses lead; `breaks` keeps line breaks, as WordPress does where its
    editor wrote no paragraphs; `shift` moves headings down, so that a body's h1 stands below the page's.
    """

    def __init__(self, *, base_url: str, breaks: bool, shift: int) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url, self._breaks, self._shift = base_url, breaks, shift
        self._out: list[str] = []
        self._blocks: list[_Element] = []
        self._inlines: list[_Element] = []
        self._paragraph: _Element | None = None
        self._space = ""
        self._is_fresh = True
        """Nothing stands yet in this paragraph or block."""
        self._media = ""
        """A video or audio that has not said its address."""
        self._muted = ""
        """Inside of this element is only what browsers without it show."""

    def result(self) -> str:
        self._end_paragraph()
        while self._blocks:
            self._close_block()
        return "".join(self._out)

    # What the parser finds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        tag = self._heading(tag)
        if tag in {"iframe", "embed", "object", "video", "audio", "source"}:
            self._start_media(tag, given)
        elif self._muted:
            return
        elif tag == "img":
            self._picture(given)
        elif tag == "br":
            self._line_break()
        elif tag in _INLINES:
            self._start_inline(tag, given)
        elif tag not in _UNSEEN or tag == "hr":
            self._start_block(tag, given)

    def handle_endtag(self, tag: str) -> None:
        tag = self._heading(tag)
        if tag == self._muted:
            self._muted = self._media = ""
        elif self._muted or tag in _UNSEEN:
            return
        elif tag in _INLINES:
            self._end_inline(tag)
        elif tag in _BLOCKS:
            self._end_block(tag)
        else:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if self._muted:
            return
        if self._within == "pre":
            if data.strip("\n") or not self._is_fresh:
                self._write(escape(data, quote=False))
            return
        if self._within in _IN_PARAGRAPHS:
            first, *others = re.split(r"\n[^\S\n]*\n\s*", data)
        else:
            first, others = data, []
        self._words(first)
        for part in others:
            self._end_paragraph()
            self._words(part)

    # Text

    def _words(self, text: str) -> None:
        if not text.strip():
            self._note_space(text)
            return
        core = text.strip()
        start = text.index(core)
        self._note_space(text[:start])
        lines = core.split("\n") if self._breaks and self._within in {*_IN_PARAGRAPHS, "li"} else [core]
        for number, line in enumerate(lines):
            if number:
                self._space = "<br>"
            if words := line.strip():
                self._linked(" ".join(words.split()))
        self._note_space(text[start + len(core) :])

    def _note_space(self, text: str) -> None:
        if "\n" in text and self._breaks and self._within in _IN_PARAGRAPHS:
            self._space = "<br>"
        elif text:
            self._space = self._space or " "

    def _linked(self, text: str) -> None:
        """Write words; an address among them becomes a link, as what WordPress would have embedded."""
        if any(element.tag in {"a", "code"} for element in self._inlines):
            self._write(escape(text, quote=False))
            return
        at = 0
        for found in _ADDRESS.finditer(text):
            before = escape(text[at : found.start()], quote=False)
            self._write(f'{before}<a href="{escape(found[0])}">{escape(_readable_address(found[0]))}</a>')
            at = found.end()
        if text[at:]:
            self._write(escape(text[at:], quote=False))

    def _write(self, markup: str) -> None:
        if self._within in _NO_TEXT:
            return
        for block in self._blocks:
            self._open(block)
        if self._paragraph is None and self._within in _IN_PARAGRAPHS:
            self._paragraph = _Element("p", "<p>")
        if self._paragraph:
            self._open(self._paragraph)
        if not self._is_fresh:
            self._out.append(self._space)
        for inline in self._inlines:
            self._open(inline)
        self._out.append(markup)
        self._space, self._is_fresh = "", False

    def _open(self, element: _Element) -> None:
        if not element.is_open:
            self._out.append(element.start)
            element.is_open = True

    # Elements

    @property
    def _within(self) -> str:
        return self._blocks[-1].tag if self._blocks else ""

    def _heading(self, tag: str) -> str:
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            return f"h{min(6, int(tag[1]) + self._shift)}"
        return tag

    def _start_tag(self, tag: str, given: dict[str, str]) -> str:
        kept = "".join(f' {name}="{escape(given[name])}"' for name in _KEPT.get(tag, ()) if given.get(name))
        return f"<{tag}{kept}>"

    def _start_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            self._end_inline("a")
            if not (href := self._whole_address(given.get("href", ""))):
                return
            given = given | {"href": href}
        if len(self._inlines) < _DEEPEST_INLINE:
            self._inlines.append(_Element(tag, self._start_tag(tag, given)))

    def _end_inline(self, tag: str) -> None:
        place = next((i for i in reversed(range(len(self._inlines))) if self._inlines[i].tag == tag), None)
        if place is not None:
            self._close_inlines(place)
            del self._inlines[place]

    def _close_inlines(self, down_to: int = 0) -> None:
        """Close what is written; it opens again with the next words unless its end comes first."""
        for inline in reversed(self._inlines[down_to:]):
            if inline.is_open:
                self._out.append(f"</{inline.tag}>")
                inline.is_open = False

    def _end_paragraph(self) -> None:
        self._close_inlines()
        if self._paragraph and self._paragraph.is_open:
            self._out.append("</p>\n")
        if self._paragraph or self._within in _IN_PARAGRAPHS:
            self._is_fresh = True
        self._paragraph = None
        self._space = "" if self._is_fresh else " "

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        self._end_paragraph()
        if tag == "hr" and self._within in _IN_PARAGRAPHS:
            for block in self._blocks:
                self._open(block)
            self._out.append("<hr>\n")
        elif (
            tag in _BLOCKS
            and len(self._blocks) < _DEEPEST_BLOCK
            and self._within in _PARENTS.get(tag, {self._within})
        ):
            self._blocks.append(_Element(tag, self._start_tag(tag, given)))
            self._is_fresh = True
            if tag in {"td", "th"}:  # an empty cell keeps the others in their columns
                for block in self._blocks:
                    self._open(block)
        elif tag not in _BLOCKS and self._within not in _NO_PARAGRAPH | _NO_TEXT:
            self._paragraph = _Element("p", self._start_tag("p", given))
            self._is_fresh = True

    def _end_block(self, tag: str) -> None:
        self._end_paragraph()
        if any(block.tag == tag for block in self._blocks):
            while self._close_block() != tag:
                pass

    def _close_block(self) -> str:
        self._end_paragraph()
        block = self._blocks.pop()
        if block.is_open:
            self._out.append(f"</{block.tag}>\n")
        self._is_fresh = self._within in _IN_PARAGRAPHS
        return block.tag

    def _line_break(self) -> None:
        if self._space == "<br>" and self._within in _IN_PARAGRAPHS:
            self._end_paragraph()
        else:
            self._space = "<br>"

    # Media: nothing is loaded from elsewhere, so each becomes a link that says what it leads to

    def _start_media(self, tag: str, given: dict[str, str]) -> None:
        kind = self._media if tag == "source" else tag
        address = self._whole_address(given.get("src") or given.get("data") or "")
        if kind and address and (tag != "source" or self._media):
            self._media = ""
            labels = {"video": _("Video: %(what)s"), "audio": _("Audio: %(what)s")}
            is_video = tag == "iframe" and re.search(
                r"youtu\.?be|vimeo|dailymotion|video|ted\.com|wordpress\.tv", address
            )
            label = labels.get("video" if is_video else kind, _("Embedded: %(what)s"))
            self._link(address, label % {"what": given.get("title") or _readable_address(address)})
        elif tag in {"video", "audio"}:
            self._media = tag
        if tag in {"video", "audio", "object", "iframe"} and not self._muted:
            self._muted = tag

    def _picture(self, given: dict[str, str]) -> None:
        address = self._whole_address(given.get("src", ""))
        name = " ".join(given.get("alt", "").split()) or unquote(urlsplit(address).path.rpartition("/")[2])
        if not name:
            return
        label = _("Picture: %(what)s") % {"what": name[:300]}
        if any(element.tag == "a" for element in self._inlines) or not address:
            self._write(escape(label, quote=False))
        else:
            self._link(address, label)

    def _link(self, address: str, label: str) -> None:
        self._end_inline("a")
        self._write(f'<a href="{escape(address)}">{escape(label, quote=False)}</a>')

    def _whole_address(self, address: str) -> str:
        """An absolute http(s) or mail address, or "": a place on the imported page is no place here."""
        try:
            whole = urljoin(self._base_url, address.strip()) if not address.startswith("#") else ""
            parts = urlsplit(whole)
        except ValueError:
            return ""
        return (
            whole if parts.scheme == "mailto" or (parts.scheme in {"http", "https"} and parts.netloc) else ""
        )


def _readable_address(address: str) -> str:
    shown = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
