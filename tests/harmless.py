"""What a page must not have, whatever was written into it: read as a browser reads it, element by element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html

from community.core import text

LOADING = {"href", "src", "action", "formaction", "srcset", "poster", "data", "ping", "cite", "background"}
_PROSE = "contains(concat(' ', @class, ' '), ' prose ')"
PROSE_ATTRIBUTES = {"href", "title", "rel", "hreflang", "start", "colspan", "rowspan", "scope", "dir", "lang"}

Shape = tuple[str, str]
"""An element, and an attribute of it or nothing."""


def shapes(pages: Iterable[html.HtmlElement]) -> set[Shape]:
    """Which elements with which attributes there are outside of what a member wrote in Markdown."""
    return {
        shape
        for page in pages
        for element in page.iter(html.etree.Element)
        if not element.xpath(f"ancestor::*[{_PROSE}]")
        for shape in ((element.tag, ""), *((element.tag, name) for name in element.attrib))
    }


def foreign(page: html.HtmlElement, known: set[Shape]) -> list[str]:
    """What stands in the page that is neither in the same pages with harmless words nor allowed in Markdown; addresses
    that run something; scripts that are not files of ours."""
    return [*map(str, shapes([page]) - known), *_in_prose(page), *_running(page)]


def _in_prose(page: html.HtmlElement) -> Iterator[str]:
    for element in page.xpath(f"//*[{_PROSE}]//*"):
        if element.tag not in text._TAGS or set(element.attrib) - PROSE_ATTRIBUTES:
            yield html.tostring(element, encoding="unicode")[:200]


def _running(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter(html.etree.Element):
        if element.tag == "script" and not (
            element.get("src", "").startswith("/static/") or element.get("type") == "application/ld+json"
        ):
            yield html.tostring(element, encoding="unicode")[:200]
        for name in LOADING & set(element.attrib):
            address = re.sub(r"[\x00-\x20]", "", element.get(name)).lower()
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
            if scheme and scheme[1] not in {"http", "https", "mailto"}:
                yield f"{element.tag} {name}={address[:200]}"
