"""Reads the HTML of posts and comments, and says it anew: paragraphs, one outline, links in place of media."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from flask_babel import gettext as _

from community.stories.wordpress.flow import BLOCKS, INLINES, Flow, readable_address

_BOUNDARIES = frozenset(
    "address article aside body center details dialog dir div fieldset footer form header hgroup legend main menu nav"
    " optgroup option p section summary".split()
)
"""They stand on lines of their own, and mean nothing here."""
_SAME_AS = {
    "strike": "s",
    "tt": "code",
    "samp": "code",
    "acronym": "abbr",
    "cite": "em",
    "dfn": "em",
    "var": "em",
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MEDIA = frozenset({"iframe", "embed", "object", "video", "audio", "source"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_VIDEO_SITES = re.compile(r"youtu\.?be|vimeo|dailymotion|video|bilibili|ted\.com|wordpress\.tv")
_KEPT = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "p": ("dir", "lang"),
    "blockquote": ("dir", "lang"),
}


class ReadableHtml(HTMLParser):
    """`feed` the HTML, `close`, and read `result()`. It is well-formed; the sanitiser has the last word on it.

    `base_url` is where relative addresses lead; `breaks` keeps line breaks. Headings begin below the page's h1
    and skip no level, whatever the old site's theme made authors do.
    """

    def __init__(self, *, base_url: str, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url = base_url
        self._flow = Flow(breaks=breaks)
        self._outline: list[int] = []
        """Levels, as written, of the heading that we stand under and of those above it."""
        self._media = ""
        """A video or audio that has not said its address."""
        self._muted = ""
        """Inside of this element is only what browsers without it show."""

    def result(self) -> str:
        return self._flow.result()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_heading(tag)
        tag = self._as_kept(tag)
        if tag in _MEDIA:
            self._start_media(tag, given)
        elif self._muted:
            return
        elif tag == "img":
            self._picture(given)
        elif tag == "br":
            self._flow.line_break()
        elif tag == "hr":
            self._flow.rule()
        elif tag == "a":
            self._start_link(given)
        elif tag in INLINES:
            self._flow.start_inline(tag, _start_tag(tag, given))
        elif tag in BLOCKS:
            self._flow.start_block(tag, _start_tag(tag, given))
        elif tag in _BOUNDARIES:
            self._flow.start_paragraph(_start_tag("p", given))

    def handle_endtag(self, tag: str) -> None:
        tag = self._as_kept(tag)
        if tag == self._muted:
            self._muted = self._media = ""
        elif self._muted or tag in _VOID:
            return
        elif tag in INLINES:
            self._flow.end_inline(tag)
        elif tag in BLOCKS:
            self._flow.end_block(tag)
        elif tag in _BOUNDARIES:
            self._flow.end_paragraph()

    def parse_html_declaration(self, i: int) -> int:
        """What begins with `<!` is nothing to read; the library's own reading of it raises at some of it."""
        return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        if not self._muted:
            self._flow.text(data)

    def _note_heading(self, tag: str) -> None:
        if tag in _HEADINGS:
            level = int(tag[1])
            self._outline = [*(above for above in self._outline if above < level), level]

    def _as_kept(self, tag: str) -> str:
        return f"h{min(6, 1 + len(self._outline))}" if tag in _HEADINGS else _SAME_AS.get(tag, tag)

    def _start_link(self, given: dict[str, str]) -> None:
        self._flow.end_inline("a")
        if address := self._whole_address(given.get("href", "")):
            self._flow.start_inline("a", _start_tag("a", given | {"href": address}))

    def _start_media(self, tag: str, given: dict[str, str]) -> None:
        """A link in its place: the pages load nothing from third parties."""
        kind = self._media if tag == "source" else tag
        address = self._whole_address(given.get("src") or given.get("data") or "")
        if kind and address:
            self._media = ""
            self._link(address, _media_label(kind, address, given.get("title") or readable_address(address)))
        elif tag in {"video", "audio"}:
            self._media = tag
        if tag not in _VOID and not self._muted:
            self._muted = tag

    def _picture(self, given: dict[str, str]) -> None:
        address = self._whole_address(given.get("src", ""))
        name = " ".join(given.get("alt", "").split()) or unquote(urlsplit(address).path.rpartition("/")[2])
        if not name:
            return
        label = _("Picture: %(what)s", what=name[:300])
        if address and not self._flow.is_in_link:
            self._link(address, label)
        else:
            self._flow.write(escape(label, quote=False))

    def _link(self, address: str, label: str) -> None:
        self._flow.end_inline("a")
        self._flow.write(f'<a href="{escape(address)}">{escape(label, quote=False)}</a>')

    def _whole_address(self, address: str) -> str:
        """An absolute http(s) or mail address, or "": a place on the imported page is no place here."""
        address = address.strip()
        try:
            whole = urljoin(self._base_url, address) if address and not address.startswith("#") else ""
            parts = urlsplit(whole)
        except ValueError:
            return ""
        return (
            whole if parts.scheme == "mailto" or (parts.scheme in {"http", "https"} and parts.netloc) else ""
        )


def _start_tag(tag: str, given: dict[str, str]) -> str:
    kept = "".join(f' {name}="{escape(given[name])}"' for name in _KEPT.get(tag, ()) if given.get(name))
    return f"<{tag}{kept}>"


def _media_label(kind: str, address: str, what: str) -> str:
    if kind == "video" or (kind == "iframe" and _VIDEO_SITES.search(address)):
        return _("Video: %(what)s", what=what)
    return _("Audio: %(what)s", what=what) if kind == "audio" else _("Embedded: %(what)s", what=what)
