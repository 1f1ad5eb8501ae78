"""Members write Markdown; readers get HTML that is safe. Made once, when written, never when read."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
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
_ADDRESS = re.compile(r"(?<!\w)https?://[^\s<>\"'（）。，；、！？【】《》]+")
_AFTER_AN_ADDRESS = ".,;:!?*_~…"

MENTION = re.compile(r"(?<![\w@./-])@([a-z0-9]+(?:-[a-z0-9]+)*)(?![\w@])")
"""A handle with the sign before it; not within an address."""


def _link_addresses(state: StateCore) -> None:
    """Rule of both renderers: an address that stands in the text, and not in code or in a link, is a link."""
    _replace_text(state, "://", _with_links)


def _name_the_mentioned(state: StateCore) -> None:
    """Rule of messages: "@awa-ndiaye" becomes the name of a participant (`env["names"]`, by handle)."""
    names: Mapping[str, str] = state.env.get("names", {})
    if names:
        _replace_text(state, "@", lambda content: _with_names(content, names))


def _replace_text(state: StateCore, sign: str, tokens_of: Callable[[str], list[Token]]) -> None:
    """Put other tokens in the place of text that holds `sign` and stands neither in code nor in a link."""
    for block in state.tokens:
        if block.type != "inline" or sign not in block.content:
            continue
        inside, tokens = 0, []
        for token in block.children or []:
            inside += token.nesting if token.type in {"link_open", "link_close"} else 0
            tokens += [token] if inside or token.type != "text" else tokens_of(token.content)
        block.children = tokens


def _with_links(content: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for found in _ADDRESS.finditer(content):
        address = _without_what_follows(found[0])
        tokens += [
            Token("text", "", 0, content=content[end : found.start()]),
            Token("link_open", "a", 1, attrs={"href": _markdown.normalizeLink(address)}),
            Token("text", "", 0, content=address),
            Token("link_close", "a", -1),
        ]
        end = found.start() + len(address)
    return [*tokens, Token("text", "", 0, content=content[end:])]


def _with_names(content: str, names: Mapping[str, str]) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for found in MENTION.finditer(content):
        name = names.get(found[1])
        if name is None:
            continue
        tokens += [
            Token("text", "", 0, content=content[end : found.start()]),
            Token("strong_open", "b", 1),
            Token("text", "", 0, content=f"@{name}"),
            Token("strong_close", "b", -1),
        ]
        end = found.end()
    return [*tokens, Token("text", "", 0, content=content[end:])]


def _without_what_follows(address: str) -> str:
    """Without the full stop of the sentence, and without the bracket that was open before."""
    while address:
        unbalanced = address.endswith(")") and address.count(")") > address.count("(")
        if not (unbalanced or address.endswith(("]", *_AFTER_AN_ADDRESS))):
            break
        address = address[:-1]
    return address


for _renderer in (_markdown, _brief):
    _renderer.core.ruler.push("link_addresses", _link_addresses)
_brief.core.ruler.push("name_the_mentioned", _name_the_mentioned)

_HEADING = re.compile(r"<(/?)h([1-6])>")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of pairs, and the bidirectional overrides that make a text read as another one."""


def tidy(text: str) -> str:
    """The text as it is stored: NFC, plain line ends, without control characters and bidi overrides."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def tidy_line(text: str) -> str:
    """`tidy`, on one line."""
    return " ".join(tidy(text).split())


def render_markdown(text: str, *, below: int = 1) -> str:
    """Safe HTML of a Markdown text: an article, a biography, a reply.

    Its highest heading comes one level under `below`, the heading that it stands under on its page, whatever the
    writer began with; the others follow it, no deeper than 6. Pictures become links.
    """
    body = _markdown.render(text)
    if levels := _HEADING.findall(body):
        shift = below + 1 - min(int(level) for _, level in levels)
        body = _HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + shift)}>", body)
    return clean_html(body)


def render_brief(text: str, names: Mapping[str, str] = {}) -> str:
    """Safe HTML of a message: emphasis, code, quotes, lists and links; line breaks are kept.

    `names` are those of participants by their handles: who is mentioned by handle is shown by name.
    """
    return clean_html(_brief.render(text, {"names": names}))


def clean_html(fragment: str) -> str:
    """Only harmless elements and attributes; every link is marked as a member's."""
    cleaned = _cleaner.clean(fragment)
    bare = _CONTROL.sub("", cleaned)  # an entity may have hidden one …
    return (cleaned if bare == cleaned else _cleaner.clean(bare)).strip()  # … inside of "java\x01script:"


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
