"""BibTeX and BibLaTeX, read by bibtexparser within bounds."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from community.profiles.bringing.decoding import MOST_ENTRIES
from community.profiles.bringing.fields import (
    AND_OTHERS,
    authors_of,
    doi_of,
    first,
    left_out,
    person,
    sorted_out,
    text_of,
    url_of,
    year_of,
)
from community.profiles.bringing.latex import plain
from community.profiles.bringing.records import Brought, LeftOut, Why, Work
from community.profiles.models import PublicationType, Source

for _name in ("bibtexparser", "pylatexenc"):  # they would write people's entries into the log
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[a-zA-Z]+[ \t]*[{(]", re.MULTILINE)
_NOT_WORKS = re.compile(r"@\s*(?:comment|preamble|string)\b", re.IGNORECASE)
_TYPES = {
    "article": PublicationType.ARTICLE_JOURNAL,
    "periodical": PublicationType.ARTICLE_JOURNAL,
    "book": PublicationType.BOOK,
    "mvbook": PublicationType.BOOK,
    "collection": PublicationType.BOOK,
    "proceedings": PublicationType.BOOK,
    "incollection": PublicationType.CHAPTER,
    "inbook": PublicationType.CHAPTER,
    "inproceedings": PublicationType.CONFERENCE,
    "conference": PublicationType.CONFERENCE,
    "techreport": PublicationType.REPORT,
    "report": PublicationType.REPORT,
    "unpublished": PublicationType.PAPER,
    "phdthesis": PublicationType.THESIS,
    "mastersthesis": PublicationType.THESIS,
    "thesis": PublicationType.THESIS,
    "dataset": PublicationType.DATASET,
    "online": PublicationType.WEBPAGE,
    "electronic": PublicationType.WEBPAGE,
    "www": PublicationType.WEBPAGE,
}
_GUARD = re.compile(r"\\url\b|[{}]|\\(?=[_%&#~])")
"""In addresses LaTeX is not text: only what guards a sign is taken away."""
_VENUES = "journal journaltitle booktitle institution school organization publisher howpublished".split()


def is_bibtex(text: str) -> bool:
    return _ENTRY.search(text[:50_000]) is not None


def read_bibtex(text: str) -> Brought:
    """All works of the file, in its order; a broken entry is told and does not take the others along."""
    blocks = parse_string(_bounded(text)).blocks
    left: list[LeftOut] = []
    works = sorted_out((one for block in blocks for one in _read(block)), left)
    return Brought(source=Source.BIBTEX, works=works, left_out=tuple(left))


def _bounded(text: str) -> str:
    """The text up to one entry more than will be read: the parser's time grows with them."""
    for number, found in enumerate(_ENTRY.finditer(text)):
        if number > MOST_ENTRIES:
            return text[: found.start()]
    return text


def _read(block: Block) -> Iterator[Work | LeftOut]:
    if isinstance(block, DuplicateBlockKeyBlock):  # the key says nothing about the work
        block = block.ignore_error_block or block
    if isinstance(block, Entry):
        yield _work(block)
    elif isinstance(block, ParsingFailedBlock) and not _NOT_WORKS.match(block.raw or ""):
        yield left_out(Why.BROKEN, block.raw)


def _work(entry: Entry) -> Work | LeftOut:
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), str(field.value))

    def said(*names: str) -> Iterator[str]:
        return (plain(fields[name]) for name in names if name in fields)

    title = text_of(": ".join(said("title", "subtitle")), "title")
    doi = first(map(doi_of, said("doi", "url", "howpublished", "note", "ee", "bdsk-url-1")))
    if not (title or doi):
        return left_out(Why.UNTITLED, entry.key)
    venues = (text_of(one, "venue") for one in said(*_VENUES) if not url_of(one))
    links = (_GUARD.sub("", fields.get(name, "")) for name in ("url", "howpublished", "ee", "bdsk-url-1"))
    return Work(
        title=title,
        type=_TYPES.get(entry.entry_type.lower(), PublicationType.DOCUMENT),
        authors=authors_of(_people(fields.get("author") or fields.get("editor") or "")),
        venue=first(venues) or "",
        year=year_of(fields.get("year") or fields.get("date") or ""),
        doi=doi,
        url=first(map(url_of, links)) or "",
    )


def _people(field: str) -> Iterator[str]:
    for name in split_multiple_persons_names(field[:20_000]):
        if name.strip().lower() == "others":
            yield AND_OTHERS
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        family = " ".join((*parts.von, *parts.last, *parts.jr))
        yield person(plain(family), plain(" ".join(parts.first)))
