"""Publications as BibTeX and CSL-JSON, read back: BibTeX by its library alone, then both by our own readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from community.core.text import tidy_line
from community.profiles.bringing.latex import plain
from community.profiles.bringing.reading import read
from community.profiles.models import PublicationType
from community.profiles.taking.works import bibtex, csl
from tests.taking.people import a_publication


def test_bibtex_is_read_back_by_another_parser() -> None:
    title = "Who pays? 100% of {ports} & $5_x~ ^ \\end#1"
    text = bibtex([a_publication(title), a_publication("Ports"), a_publication("债务")])
    library = parse_string(text)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["zhang2020who", "zhang2020ports", "zhang2020zhaiwu"]
    first = library.entries[0]
    assert first.entry_type == "article"
    assert plain(first["title"]) == title
    assert first["author"] == "Zhang, Wei and {World Bank} and Muñoz, José"
    assert (first["journal"], first["year"], first["doi"]) == (
        "World Development",
        "2020",
        r"10.1234/ports\_1",
    )
    assert first["url"] == "https://example.org/a_b?c=1%2F#d"


@pytest.mark.parametrize("kind", list(PublicationType))
def test_what_leaves_comes_back(kind: str) -> None:
    work = a_publication(
        "Who pays? 100% of {ports} & $5", type=kind, authors="Ndiaye, Awa; 张伟; Diop, A.; et al."
    )
    for data in (bibtex([work]).encode(), json.dumps(csl([work])).encode()):
        brought = read(data)
        (back,) = brought.works
        assert not brought.left_out
        assert (back.title, "; ".join(back.authors)) == (work.title, work.authors)
        assert (back.venue, back.year, back.doi, back.url) == (work.venue, work.year, work.doi, work.url)
        if kind not in {PublicationType.NEWSPAPER, PublicationType.MAGAZINE} or data.startswith(b"["):
            assert back.type == kind


def test_keys_are_unique() -> None:
    keys = [entry.key for entry in parse_string(bibtex([a_publication("Ports")] * 3)).entries]
    assert keys == ["zhang2020ports", "zhang2020ports-2", "zhang2020ports-3"]


def test_names_that_would_part() -> None:
    text = bibtex([a_publication("x", authors="Research and Development, Office; Black, White and Co; and")])
    assert read(text.encode()).works[0].authors == (
        "Research and Development, Office",
        "Black, White and Co",
        "and",
    )


def test_every_naughty_string_comes_back(shared_data: Path) -> None:
    strings = json.loads((shared_data / "security" / "blns.json").read_text(encoding="utf-8"))
    titles = [title for text in strings if (title := tidy_line(text)[:300])]
    works = [
        a_publication(title, id=number, doi=None, venue=title[:200]) for number, title in enumerate(titles)
    ]
    assert len(works) > 400
    library = parse_string(bibtex(works))
    assert not library.failed_blocks
    assert len(library.entries) == len(works)
    assert [item["title"] for item in json.loads(json.dumps(csl(works)))] == titles
