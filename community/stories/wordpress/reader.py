"""Reads an export in one pass, within bounds, and never what the file asks for outside of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from flask_babel import gettext as _

from community.stories.wordpress.errors import ExportUnreadable
from community.stories.wordpress.export import Author, Export, Label, Post
from community.stories.wordpress.mending import decoded, mended
from community.stories.wordpress.records import Record, author_of, comment_of, post_of

MIB = 1024 * 1024
_PREFIXES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/"), "wp"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc"),
)
_RECORDS = frozenset({"channel", "item", "wp:author", "wp:comment", "wp:postmeta"})
_META = {"_yoast_wpseo_title": "meta_title", "_yoast_wpseo_metadesc": "meta_description"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may ask of the machine. The largest real exports are split by WordPress hosts far below."""

    file_bytes: int = 256 * MIB
    items: int = 250_000
    """Posts, files, menus and comments, together."""
    text_length: int = 8 * 1024 * 1024
    """Characters of one field."""
    depth: int = 32


def read_export(path: Path, limits: Limits | None = None) -> Export:
    """What the export at `path` says. Raises ExportUnreadable with one message for whoever chose the file.

    The format is what wp-admin/includes/export.php of WordPress 2.1 to 6 writes. DOCTYPE and with it every
    entity is refused; names are read by their prefixes, so that an undeclared one (`atom:`) does no harm.
    """
    limits = limits or Limits()
    parser = DefusedExpatParser(forbid_dtd=True)
    handler = _Handler(limits, parser)
    parser.setContentHandler(handler)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ExportUnreadable(
                _(
                    "The file has %(size)s MB; up to %(limit)s MB are read. In WordPress, export one year or one"
                    " author at a time, and import the parts one after the other.",
                    size=size // MIB,
                    limit=limits.file_bytes // MIB,
                )
            )
        with path.open("rb") as file:
            for text in mended(decoded(file)):
                parser.feed(text)
        parser.close()
    except OSError as error:
        raise ExportUnreadable(
            _("%(file)s could not be opened: %(reason)s.", file=path, reason=error.strerror or error)
        ) from error
    except DefusedXmlException as error:
        raise ExportUnreadable(
            _(
                "The file declares a document type (DOCTYPE). WordPress never does, and it can do harm: not read."
            )
        ) from error
    except SAXParseException as error:
        raise ExportUnreadable(_broken(error, is_whole=handler.is_whole)) from error
    return handler.export()


def _broken(error: SAXParseException, *, is_whole: bool) -> str:
    line = error.getLineNumber()
    if "no element found" in error.getMessage() or "unclosed" in error.getMessage():
        return _(
            "The file breaks off in line %(line)s, so it is not the whole export. Download it again.",
            line=line,
        )
    if is_whole:
        return _("Something follows the end of the export in line %(line)s. Download it again.", line=line)
    return _(
        "Line %(line)s is not well-formed XML, column %(column)s. Export the site again; if the line stays as it"
        " is, correct it in a text editor.",
        line=line,
        column=(error.getColumnNumber() or 0) + 1,
    )


class _Handler(ContentHandler):
    """Gathers records; holds one field's text at a time."""

    def __init__(self, limits: Limits, place: Locator) -> None:
        super().__init__()
        self._place = place
        self._limits = limits
        self._prefixes: dict[str, str] = {}
        self._depth = 0
        self._records: list[Record] = []
        self._text: list[str] = []
        self._length = 0
        self._label = ("", "")
        self._site: Record | None = None
        self._authors: dict[str, Author] = {}
        self._posts: list[Post] = []
        self._comments = 0
        self.is_whole = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        if not self._depth:
            self._start_root(name, attrs)
        name = self._canonical(name)
        self._depth += 1
        if self._depth > self._limits.depth:
            raise ExportUnreadable(self._at(_("Elements are nested too deep for an export of WordPress")))
        if name in _RECORDS:
            self._records.append(Record(name, self._depth))
        elif name == "category":
            self._label = (attrs.get("domain", "category"), attrs.get("nicename", ""))
        self._text, self._length = [], 0

    def characters(self, content: str) -> None:
        self._length += len(content)
        if self._length > self._limits.text_length:
            raise ExportUnreadable(self._at(_("A text is longer than any post can be")))
        self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        name = self._canonical(name)
        text = "".join(self._text).strip()
        record = self._records[-1] if self._records else None
        if record and record.depth == self._depth:
            self._finish(self._records.pop())
        elif record and record.depth == self._depth - 1:
            if name == "category" and record.name == "item":
                domain, slug = self._label
                record.labels.append((domain, Label(slug or text, text or slug)))
            else:
                record.fields.setdefault(name, text)
        self._text, self._length = [], 0
        self._depth -= 1
        self.is_whole = not self._depth

    def export(self) -> Export:
        """All that was read. Raises ExportUnreadable if it was another kind of file."""
        site = self._site
        version = site.get("wp:wxr_version") if site else ""
        if site is None or not (version or self._authors or any(post.wp_id for post in self._posts)):
            raise ExportUnreadable(_not_an_export())
        if version and not version.startswith("1."):
            raise ExportUnreadable(
                _("The export has the format WXR %(version)s; 1.0 to 1.2 can be read.", version=version[:20])
            )
        return Export(
            title=site.get("title"),
            url=site.get("wp:base_blog_url") or site.get("link") or site.get("wp:base_site_url"),
            language=site.get("language"),
            version=version,
            authors=tuple(self._authors.values()),
            posts=tuple(self._posts),
            comment_count=self._comments,
        )

    def _start_root(self, name: str, attrs: AttributesImpl) -> None:
        if name != "rss":
            raise ExportUnreadable(_not_an_export())
        for attribute, address in attrs.items():
            for pattern, prefix in _PREFIXES:
                if attribute.startswith("xmlns:") and pattern.fullmatch(address):
                    self._prefixes[attribute.removeprefix("xmlns:")] = prefix

    def _canonical(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{self._prefixes.get(prefix, prefix)}:{local}" if colon else name

    def _at(self, what: str) -> str:
        return _("%(what)s (line %(line)s).", what=what, line=self._place.getLineNumber())

    def _finish(self, record: Record) -> None:
        match record.name, self._records[-1].name if self._records else "":
            case "channel", "":
                self._site = record
            case "wp:author", "channel":
                author = author_of(record)
                if author.login:
                    self._authors.setdefault(author.login, author)
            case "wp:postmeta", "item":
                if name := _META.get(record.get("wp:meta_key")):
                    self._records[-1].fields.setdefault(name, record.get("wp:meta_value"))
            case "wp:comment", "item":
                self._records[-1].comments.append(comment_of(record))
                self._comments += 1
            case "item", "channel":
                self._posts.append(post_of(record))
        if len(self._posts) + self._comments + len(self._authors) > self._limits.items:
            raise ExportUnreadable(
                self._at(_("There are more than %(limit)s posts and comments", limit=self._limits.items))
            )


def _not_an_export() -> str:
    return _(
        "This is XML, but not an export of WordPress (WXR)."
        " In WordPress, go to Tools → Export and choose “All content”."
    )
