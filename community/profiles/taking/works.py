"""Publications as BibTeX and as CSL-JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from community.core.text import slugify
from community.profiles.models import PublicationType
from community.profiles.seen import SeenPublication

_AND_OTHERS = "et al."
_BIBTEX = {
    PublicationType.ARTICLE_JOURNAL: ("article", "journal"),
    PublicationType.NEWSPAPER: ("article", "journal"),
    PublicationType.MAGAZINE: ("article", "journal"),
    PublicationType.BOOK: ("book", "publisher"),
    PublicationType.CHAPTER: ("incollection", "booktitle"),
    PublicationType.CONFERENCE: ("inproceedings", "booktitle"),
    PublicationType.REPORT: ("techreport", "institution"),
    PublicationType.THESIS: ("phdthesis", "school"),
    PublicationType.PAPER: ("unpublished", "organization"),
    PublicationType.DATASET: ("dataset", "publisher"),
    PublicationType.WEBPAGE: ("online", "organization"),
}
"""Type -> (type of BibTeX or BibLaTeX, field of the venue)."""
_OUTSIDE = {PublicationType.BOOK, PublicationType.REPORT, PublicationType.THESIS, PublicationType.DATASET}
"""Whoever brought these out is their publisher; the others are part of something."""
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "&%$#_"},
}
_SIGN = re.compile("[" + re.escape("".join(_SIGNS)) + "]")


def bibtex(publications: Iterable[SeenPublication]) -> str:
    """All of them in UTF-8, each under a key of its own: author, year and first word of the title."""
    taken: Counter[str] = Counter()
    return "\n".join(_entry(one, _key(one, taken)) for one in publications)


def csl(publications: Iterable[SeenPublication]) -> list[dict[str, Any]]:
    """The same as items of CSL-JSON."""
    return [_item(one) for one in publications]


def _entry(work: SeenPublication, key: str) -> str:
    kind, venue = _BIBTEX.get(PublicationType(work.type), ("misc", "howpublished"))
    fields = {
        "title": f"{{{_latex(work.title)}}}",  # its capitals stay as they are
        "author": " and ".join(map(_bibtex_author, _authors(work))),
        venue: _latex(work.venue),
        "year": str(work.year or ""),
        "doi": _latex(work.doi or ""),
        "url": re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):X}", work.url),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _key(work: SeenPublication, taken: Counter[str]) -> str:
    author = next(iter(_authors(work)), "").partition(",")[0]
    words = [slugify(word, fallback="", length=20) for word in (author, work.title.partition(" ")[0])]
    key = f"{words[0]}{work.year or ''}{words[1]}".replace("-", "") or "work"
    taken[key] += 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def _authors(work: SeenPublication) -> list[str]:
    return [author for part in work.authors.split(";") if (author := part.strip())]


def _bibtex_author(author: str) -> str:
    """Who stands without a comma is printed as they stand: an institution, or a name whose parts nobody told."""
    if author == _AND_OTHERS:
        return "others"
    family, comma, given = (part.strip() for part in author.partition(","))
    return f"{_guarded(family)}, {_guarded(given)}" if comma and given else f"{{{_latex(family)}}}"


def _guarded(part: str) -> str:
    """A word "and", or a further comma, would part the name."""
    latex = _latex(part)
    return f"{{{latex}}}" if "," in part or "and" in part.lower().split() else latex


def _latex(text: str) -> str:
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], " ".join(text.split()))


def _item(work: SeenPublication) -> dict[str, Any]:
    venue = "publisher" if work.type in _OUTSIDE else "container-title"
    item = {
        "id": work.doi or str(work.id),
        "type": work.type,
        "title": work.title,
        "author": list(_people(work)),
        venue: work.venue,
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "DOI": work.doi,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _people(work: SeenPublication) -> Iterator[dict[str, str]]:
    for author in _authors(work):
        family, comma, given = (part.strip() for part in author.partition(","))
        yield {"family": family, "given": given} if comma and given else {"literal": author}
