"""WordPress's shortcodes, `[caption width="300"]…[/caption]`, as HTML, in one pass. It is not safe yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from flask_babel import gettext as _
from flask_babel import ngettext

Gallery = Callable[[Mapping[str, str]], tuple[tuple[str, str], ...]]
"""Address and title of the pictures that a gallery's attributes ask for."""

_TOKEN = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]*+)((?:[\s/=][^\[\]]*+)?)\](\]?)")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w-]*+)\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")
_PICTURE_FIRST = re.compile(r"\s*((?:<a\b[^>]*+>)?\s*<img\b[^>]*+>\s*(?:</a>)?)", re.IGNORECASE)
_OF_WORDPRESS = frozenset("audio caption embed gallery playlist video wp_caption".split())
_DEEPEST = 20


def without_shortcodes(text: str, gallery: Gallery) -> str:
    """`text` with captions as figures, galleries as lists, media as elements; others leave what they hold.

    What merely stands in brackets stays: a shortcode is one that WordPress brings, or has attributes, or is closed.
    """
    last_close = {token[3].lower(): token.start() for token in _TOKEN.finditer(text) if token[2]}
    open_ones: list[tuple[str, dict[str, str]]] = []
    parts: list[list[str]] = [[]]
    at = 0
    for token in _TOKEN.finditer(text):
        name, attributes = token[3].lower(), _attributes(token[4])
        parts[-1].append(text[at : token.start()])
        at = token.end()
        is_escaped = token[1] and token[5]
        is_paired = last_close.get(name, -1) > token.start()
        if is_escaped:
            parts[-1].append(token[0][1:-1])
        elif token[2]:
            if any(name == other for other, _attributes_of in open_ones):
                _close(name, open_ones, parts, gallery)
            elif name not in _OF_WORDPRESS:
                parts[-1].append(token[0])
        elif is_paired and len(open_ones) < _DEEPEST and name != "gallery":
            open_ones.append((name, attributes))
            parts.append([])
        elif name in _OF_WORDPRESS:
            parts[-1].append(_replaced(name, attributes, "", gallery))
        elif not (attributes or is_paired):
            parts[-1].append(token[0])
    parts[-1].append(text[at:])
    while open_ones:
        _close(open_ones[-1][0], open_ones, parts, gallery)
    return "".join(parts[0])


def _close(
    name: str, open_ones: list[tuple[str, dict[str, str]]], parts: list[list[str]], gallery: Gallery
) -> None:
    """Close the innermost `name`, and before it what was left open inside."""
    closed = ""
    while open_ones and closed != name:
        closed, attributes = open_ones.pop()
        inner = "".join(parts.pop())
        parts[-1].append(_replaced(closed, attributes, inner, gallery))


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


def _replaced(name: str, attributes: Mapping[str, str], inner: str, gallery: Gallery) -> str:
    match name:
        case "caption" | "wp_caption":
            return _figure(attributes, inner)
        case "gallery" | "playlist":
            return _list_of(attributes, gallery) + inner
        case "embed":
            return f"\n\n{inner.strip() or escape(attributes.get('src', ''))}\n\n"
        case "video" | "audio":
            address = next((value for value in attributes.values() if re.match(r"https?://", value)), "")
            return f'\n\n<{name} src="{escape(address)}"></{name}>{inner}\n\n' if address else inner
        case _:
            return inner


def _figure(attributes: Mapping[str, str], inner: str) -> str:
    picture = _PICTURE_FIRST.match(inner)
    shown, words = (picture[1], inner[picture.end() :]) if picture else ("", inner)
    words = words.strip() or escape(attributes.get("caption", ""))
    return f"\n\n<figure>{shown}<figcaption>{words}</figcaption></figure>\n\n"


def _list_of(attributes: Mapping[str, str], gallery: Gallery) -> str:
    pictures = gallery(attributes)
    if pictures:
        items = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in pictures)
        return f"\n\n<ul>{items}</ul>\n\n"
    count = len(re.findall(r"\d+", attributes.get("ids", "")))
    note = (
        ngettext(
            "A gallery of %(num)s picture stood here.", "A gallery of %(num)s pictures stood here.", count
        )
        if count
        else _("A gallery of pictures stood here.")
    )
    return f"\n\n<p>{escape(note)}</p>\n\n"
