"""A list of DOIs, as somebody keeps it: one a line, with or without the address before it."""

from __future__ import annotations

from collections.abc import Iterator

from community.profiles.bringing.fields import doi_of, left_out, sorted_out
from community.profiles.bringing.records import Brought, LeftOut, Why, Work
from community.profiles.models import Source


def read_dois(text: str) -> Brought:
    """A work for each line with a DOI in it; its title has to come from elsewhere. Lines that begin with # are
    remarks."""
    left: list[LeftOut] = []
    works = sorted_out(map(_work, _lines(text)), left)
    return Brought(source=Source.DOI, works=works, left_out=tuple(left))


def is_list_of_dois(text: str) -> bool:
    """Whether at least half of the first lines have a DOI."""
    lines = list(_lines(text[:20_000]))[:40]
    return bool(lines) and 2 * sum(doi_of(line) is not None for line in lines) >= len(lines)


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#"))


def _work(line: str) -> Work | LeftOut:
    doi = doi_of(line)
    return Work(title="", doi=doi) if doi else left_out(Why.NO_DOI, line)
