"""Writes text and elements as well-formed HTML with paragraphs, and no element that has nothing in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

BLOCKS = frozenset(
    "h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption table thead tbody tfoot tr th td".split()
)
INLINES = frozenset("a abbr b code del em i ins kbd mark q s small strong sub sup u".split())
_IN_PARAGRAPHS = frozenset({"", "blockquote", "dd"})
"""Where loose text becomes paragraphs; "" is the page itself."""
_NO_TEXT = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NO_PARAGRAPH = _NO_TEXT | _HEADINGS | {"pre", "dt"}
_CELLS, _ROWS = frozenset({"td", "th"}), frozenset({"td", "th", "tr"})
_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"table"}))),
    "tr": (_ROWS, frozenset({"table"})),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (_ROWS | {"thead", "tbody", "tfoot"}, frozenset({"table"}))),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, frozenset())),
}
"""What a tag ends though nobody wrote its end, and where that stops."""
_PARENTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "figcaption": {"figure"}}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(r"""https?://[^\s<>"'“”‘’«»]*[^\s<>"'“”‘’«».,:;!?)\]…。，；！？]""")
_DEEPEST_BLOCK, _DEEPEST_INLINE = 24, 8


@dataclass(slots=True)
class _Element:
    tag: str
    start: str
    is_open: bool = False
    """Whether it was written: an element is written with the first thing in it."""


class Flow:
    """Text flows into paragraphs, which blocks interrupt; inline elements go on behind what interrupts them.

    `breaks` keeps line breaks, as WordPress does where its editor wrote no paragraphs. Tags are well-formed and
    of BLOCKS or INLINES; nesting deeper than any reader follows is left out, so that hostile input stays small.
    """

    def __init__(self, *, breaks: bool) -> None:
        self._breaks = breaks
        self._out: list[str] = []
        self._blocks: list[_Element] = []
        self._inlines: list[_Element] = []
        self._paragraph: _Element | None = None
        self._space = ""
        """What stands between the last words and the next, if there are any."""
        self._is_fresh = True
        """Nothing stands yet in this paragraph or block."""

    def result(self) -> str:
        self.end_paragraph()
        while self._blocks:
            self._close_block()
        return "".join(self._out)

    @property
    def is_in_link(self) -> bool:
        return any(element.tag == "a" for element in self._inlines)

    def text(self, text: str) -> None:
        """Text as it stands between two tags: a blank line ends a paragraph, an address becomes a link."""
        if self._within == "pre":
            if text.strip("\n") or not self._is_fresh:
                self.write(escape(text, quote=False))
            return
        parts = _BLANK_LINE.split(text) if self._within in _IN_PARAGRAPHS else [text]
        for number, part in enumerate(parts):
            if number:
                self.end_paragraph()
            self._words(part)

    def write(self, markup: str) -> None:
        """Put finished inline HTML here, and open all that it stands in."""
        if self._within in _NO_TEXT:
            return
        self._open_blocks()
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

    def start_inline(self, tag: str, start: str) -> None:
        if len(self._inlines) < _DEEPEST_INLINE:
            self._inlines.append(_Element(tag, start))

    def end_inline(self, tag: str) -> None:
        place = next((i for i in reversed(range(len(self._inlines))) if self._inlines[i].tag == tag), None)
        if place is not None:
            self._close_inlines(place)
            del self._inlines[place]

    def start_paragraph(self, start: str = "<p>") -> None:
        """Also where a `div` begins or another element that stands on lines of its own."""
        self.end_paragraph()
        if self._within not in _NO_PARAGRAPH:
            self._paragraph = _Element("p", start)
            self._is_fresh = True

    def end_paragraph(self) -> None:
        self._close_inlines()
        if self._paragraph and self._paragraph.is_open:
            self._out.append("</p>\n")
        if self._paragraph or self._within in _IN_PARAGRAPHS:
            self._is_fresh = True
        self._paragraph = None
        self._space = "" if self._is_fresh else " "

    def start_block(self, tag: str, start: str) -> None:
        self.end_paragraph()
        self._end_siblings(tag)
        if len(self._blocks) < _DEEPEST_BLOCK and self._within in _PARENTS.get(tag, {self._within}):
            self._blocks.append(_Element(tag, start))
            self._is_fresh = True
            if tag in {"td", "th"}:  # an empty cell keeps the others in their columns
                self._open_blocks()

    def end_block(self, tag: str) -> None:
        self.end_paragraph()
        if any(block.tag == tag for block in self._blocks):
            while self._close_block() != tag:
                pass

    def line_break(self) -> None:
        """A second one in a row ends the paragraph."""
        if self._space == "<br>" and self._within in _IN_PARAGRAPHS:
            self.end_paragraph()
        else:
            self._space = "<br>"

    def rule(self) -> None:
        self.end_paragraph()
        if self._within in _IN_PARAGRAPHS:
            self._open_blocks()
            self._out.append("<hr>\n")

    @property
    def _within(self) -> str:
        return self._blocks[-1].tag if self._blocks else ""

    def _words(self, text: str) -> None:
        words = text.strip()
        before, after = (
            (text[: text.index(words)], text[text.index(words) + len(words) :]) if words else (text, "")
        )
        self._note_space(before)
        keeps_lines = self._breaks and self._within in {*_IN_PARAGRAPHS, "li"}
        for number, line in enumerate(words.split("\n") if keeps_lines else [words]):
            if number:
                self._space = "<br>"
            if line.strip():
                self._linked(" ".join(line.split()))
        self._note_space(after)

    def _note_space(self, text: str) -> None:
        if "\n" in text and self._breaks and self._within in _IN_PARAGRAPHS:
            self._space = "<br>"
        elif text:
            self._space = self._space or " "

    def _linked(self, text: str) -> None:
        if any(element.tag in {"a", "code", "kbd"} for element in self._inlines):
            self.write(escape(text, quote=False))
            return
        at = 0
        for found in _ADDRESS.finditer(text):
            before = escape(text[at : found.start()], quote=False)
            label = escape(readable_address(found[0]), quote=False)
            self.write(f'{before}<a href="{escape(found[0])}">{label}</a>')
            at = found.end()
        if text[at:]:
            self.write(escape(text[at:], quote=False))

    def _open(self, element: _Element) -> None:
        if not element.is_open:
            self._out.append(element.start)
            element.is_open = True

    def _open_blocks(self) -> None:
        for block in self._blocks:
            self._open(block)

    def _close_inlines(self, down_to: int = 0) -> None:
        """Close what is written; it opens again with the next words unless its end comes first."""
        for inline in reversed(self._inlines[down_to:]):
            if inline.is_open:
                self._out.append(f"</{inline.tag}>")
                inline.is_open = False

    def _end_siblings(self, tag: str) -> None:
        ended, holders = _ENDS.get(tag, (frozenset(), frozenset()))
        keep = len(self._blocks)
        for place in reversed(range(len(self._blocks)) if ended else ()):
            if self._blocks[place].tag in holders:
                break
            if self._blocks[place].tag in ended:
                keep = place
        while len(self._blocks) > keep:
            self._close_block()

    def _close_block(self) -> str:
        self.end_paragraph()
        block = self._blocks.pop()
        if block.is_open:
            self._out.append(f"</{block.tag}>\n")
        self._is_fresh = self._within in _IN_PARAGRAPHS
        return block.tag


def readable_address(address: str) -> str:
    """What a link shows where nobody wrote words for it."""
    shown = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
