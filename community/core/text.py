"""Members write Markdown; readers get HTML that is safe. Made once, when written, never when read."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = frozenset(
    "a abbr b blockquote br code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s"
    " small strong sub sup table tbody td tfoot th thead tr u ul".split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "p": {"dir", "lang"},
    "blockquote": {"dir", "lang"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
_cleaner = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes=set(_SCHEMES),
    link_rel="nofollow ugc noopener noreferrer",
    strip_comments=True,
)
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": False}).enable(
    ["table", "strikethrough"]
)
_markdown.disable(["image"])
_brief = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    [
        "emphasis",
        "backticks",
        "link",
        "newline",
        "escape",
        "autolink",
        "list",
        "blockquote",
        "fence",
        "strikethrough",
    ]
)
_BARE_LINK = re.compile(r"(?<![\w(<\"'=/\[])(https?://[^\s<>\"'）)\]]+[^\s<>\"'）)\].,;:!?。，；])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters and the bidirectional overrides that can make a text read as another one."""


def tidy(text: str) -> str:
    """The text as it is stored: NFC, plain line ends, without control characters and bidi overrides."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def tidy_line(text: str) -> str:
    """`tidy`, on one line."""
    return " ".join(tidy(text).split())


def render_markdown(text: str) -> str:
    """Safe HTML of a Markdown text: an article, a biography, a reply.

    Headings start at level 2, because the page has its one h1; pictures become links.
    """
    body = _markdown.render(_BARE_LINK.sub(r"<\1>", text))
    body = re.sub(r"<(/?)h([1-5])>", lambda m: f"<{m[1]}h{int(m[2]) + 1}>", body)
    return clean_html(body)


def render_brief(text: str) -> str:
    """Safe HTML of a message: emphasis, code, quotes, lists and links; line breaks are kept."""
    return clean_html(_brief.render(_BARE_LINK.sub(r"<\1>", text)))


def clean_html(fragment: str) -> str:
    """Only harmless elements and attributes; every link is marked as a member's."""
    return _cleaner.clean(fragment).strip()


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment on one line, for search, summaries and mail."""
    spaced = re.sub(r"</(p|li|h\d|blockquote|td|th|pre|dd|dt|figcaption)>|<br>", " ", fragment)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def trusted(fragment: str) -> Markup:
    """Mark HTML that `render_markdown`, `render_brief` or `clean_html` made as ready for a page."""
    return Markup(fragment)  # noqa: S704 - only ever called with what this module has sanitised


def excerpt(text: str, length: int = 160) -> str:
    """The beginning of a plain text, cut at a word."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else text[:length]).rstrip(" ,;:.") + "…"


def slugify(text: str, *, fallback: str, length: int = 80) -> str:
    """A readable part of an address, in Latin letters: "José's loan" -> "joses-loan", 张伟 -> "zhang-wei"."""
    from anyascii import anyascii  # heavy table, needed when something is named only

    spaced = re.sub(r"([\u3400-\u9fff])", r" \1 ", text)
    latin = re.sub(r"['’`]", "", anyascii(spaced)).casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:length].strip("-")
    return slug or fallback
