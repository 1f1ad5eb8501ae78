"""Lists of works as reference managers write them: what comes in, what is left out and why."""

from __future__ import annotations

import json

import pytest

from community.profiles.bringing.fields import doi_of, orcid_of, url_of, year_of
from community.profiles.bringing.reading import read
from community.profiles.bringing.records import Brought, Why, Work

BIBTEX = r"""
% kept by hand since 2009
@string{jas = {Journal of African {S}tudies}}
@comment{ @article{no, title={Not this one}} }
@article{ndiaye2020,
  title   = {Who pays for {P}orts? Loans \& leases in S{\'e}n{\'e}gal, 100% of them},
  author  = {Ndiaye, Awa and Mu{\~n}oz, Jos{\'e} Manuel and {World Bank} and others},
  journal = {Cahiers d'{\'E}tudes},
  year    = 2020,
  doi     = {https://doi.org/10.1234/ABC.5},
}
@Book(diop, title = "La dette -- ``une'' histoire", editor = {Cheikh Anta Diop}, date = {1999-05},
  publisher={Pr\'esence})
@misc{blog, title={A blog}, howpublished={\url{https://example.org/a\_b?c=1\%2F}}, year={n.d.}}
@article{diop, title={The same key, another work}}
@article{nameless, author={Somebody}}
@article{broken, title={never closed
@inproceedings{after, title={Still read}, booktitle={Proceedings of X}}
"""

RIS = (
    "TY  - JOUR\r\nAU  - Ndiaye, Awa\r\nAU  - Zhang, Wei\r\nTI  - Ports and\r\ntheir lenders\r\n"
    "JO  - World Development\r\n"
    "PY  - 2019/03//\r\nDO  - 10.1016/J.WORLDDEV.2019.1\r\nUR  - https://example.org/x\r\nER  - \r\n\r\n"
    "TY  - CHAP\r\nT1  - 债务\r\nA1  - 张伟\r\nT2  - A book of chapters\r\nER  -\r\n"
    "TY  - JOUR\r\nAU  - Nobody\r\nER  - \r\n"
    "TY  - BOOK\r\nTI  - Breaks off"
)

CSL = [
    {
        "id": "a",
        "type": "article-journal",
        "title": "Ports &amp; <i>dams</i>",
        "author": [
            {"family": "Ndiaye", "given": "Awa"},
            {"literal": "African Union"},
            "not a person",
            {"family": 7},
        ],
        "container-title": ["World Development"],
        "issued": {"date-parts": [[2021, 2]]},
        "DOI": "10.1234/x",
        "URL": "javascript:alert(1)",
    },
    {"type": "book", "title": "Old", "issued": {"literal": "circa 1987"}, "publisher": "Karthala"},
    {"id": "c", "type": "book"},
    "no item at all",
]


def reasons(brought: Brought) -> list[tuple[Why, str]]:
    return [(left.why, left.what) for left in brought.left_out]


def test_bibtex() -> None:
    brought = read(BIBTEX.encode())
    ports, debt, blog, twin, after = brought.works
    assert ports == Work(
        title="Who pays for Ports? Loans & leases in Sénégal, 100% of them",
        type="article-journal",
        authors=("Ndiaye, Awa", "Muñoz, José Manuel", "World Bank", "et al."),
        venue="Cahiers d'Études",
        year=2020,
        doi="10.1234/abc.5",
    )
    assert (debt.title, debt.type, debt.authors, debt.year) == (
        "La dette – “une” histoire",
        "book",
        ("Diop, Cheikh Anta",),
        1999,
    )
    assert debt.venue == "Présence"
    assert (blog.url, blog.venue, blog.year) == ("https://example.org/a_b?c=1%2F", "", None)
    assert (twin.title, after.title, after.venue) == (
        "The same key, another work",
        "Still read",
        "Proceedings of X",
    )
    assert [why for why, _what in reasons(brought)] == [Why.UNTITLED, Why.BROKEN]
    assert brought.source == "bibtex"


def test_ris() -> None:
    brought = read(RIS.encode())
    ports, debt = brought.works
    assert ports == Work(
        title="Ports and their lenders",
        type="article-journal",
        authors=("Ndiaye, Awa", "Zhang, Wei"),
        venue="World Development",
        year=2019,
        doi="10.1016/j.worlddev.2019.1",
        url="https://example.org/x",
    )
    assert (debt.title, debt.type, debt.authors, debt.venue) == (
        "债务",
        "chapter",
        ("张伟",),
        "A book of chapters",
    )
    assert reasons(brought) == [(Why.UNTITLED, "Nobody"), (Why.BROKEN, "Breaks off")]


@pytest.mark.parametrize("shape", [CSL, {"items": CSL}], ids=["list", "object"])
def test_csl_json(shape: object) -> None:
    brought = read(json.dumps(shape).encode())
    ports, old = brought.works
    assert ports == Work(
        title="Ports & dams",
        type="article-journal",
        authors=("Ndiaye, Awa", "African Union", "7"),
        venue="World Development",
        year=2021,
        doi="10.1234/x",
        url="",
    )
    assert (old.title, old.year, old.venue) == ("Old", 1987, "Karthala")
    assert reasons(brought) == [(Why.UNTITLED, "c"), (Why.BROKEN, "no item at all")]


def test_one_item_as_the_resolver_of_dois_gives_it() -> None:
    answer = {
        "type": "journal-article",
        "title": ["Ports"],
        "name": "x",
        "published": {"date-parts": [[2020]]},
    }
    (work,) = read(json.dumps(answer).encode()).works
    assert (work.title, work.type, work.year) == ("Ports", "article-journal", 2020)


def test_a_list_of_dois() -> None:
    brought = read(
        b"# my papers\n10.1234/abc\n\nhttps://doi.org/10.1016/S0305-750X(01)00007-X.\n"
        b"doi:10.5555/12345678 (in press)\nto be found\n"
    )
    assert [work.doi for work in brought.works] == [
        "10.1234/abc",
        "10.1016/s0305-750x(01)00007-x",
        "10.5555/12345678",
    ]
    assert {work.title for work in brought.works} == {""}
    assert reasons(brought) == [(Why.NO_DOI, "to be found")]
    assert brought.source == "doi"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://dx.doi.org/10.1000/ABC", "10.1000/abc"),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("(see 10.1000/a(b)c).", "10.1000/a(b)c"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15/16",
        ),
        ("“10.1000/x”", "10.1000/x"),
        ("10.1/x", None),
        ("ISBN 978-3-16-148410-0", None),
        (None, None),
        ({"DOI": 1}, None),
    ],
)
def test_dois_are_compared_in_one_form(text: object, doi: str | None) -> None:
    assert doi_of(text) == doi


def test_only_addresses_that_a_page_may_link_to() -> None:
    assert url_of(" https://example.org/a b ") == "https://example.org/a%20b"
    for bad in (
        "javascript:alert(1)",
        "//example.org",
        "https://me:secret@example.org/",
        "http://[",
        "https://",
        7,
    ):
        assert url_of(bad) == ""
    assert url_of("https://example.org/" + "x" * 500) == ""


def test_years_and_orcid_ids() -> None:
    assert [year_of(text) for text in ("2019/03", "c. 1987", "9999", "12345", 2020, "", None)] == [
        2019,
        1987,
        None,
        None,
        2020,
        None,
        None,
    ]
    assert orcid_of("https://orcid.org/0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert orcid_of("0000000218250097") == "0000-0002-1825-0097"
    assert orcid_of("0000-0002-1825-0098") is None  # a digit mistyped


def test_a_crowd_of_authors_is_cut() -> None:
    crowd = " and ".join(f"Author{number}, A." for number in range(3000))
    (work,) = read(f"@article{{a, title={{Higgs}}, author={{{crowd}}}}}".encode()).works
    assert len(work.authors) == 51
    assert work.authors[-1] == "et al."


def test_what_is_beyond_the_bound_is_told() -> None:
    for text in (
        "@article{k, title={x}}\n" * 2100,
        "TY  - JOUR\nTI  - x\nER  - \n" * 2100,
        "10.1234/abc\n" * 2100,
        json.dumps([{"title": "x"}] * 2100),
    ):
        brought = read(text.encode())
        assert len(brought.works) == 2000
        assert reasons(brought) == [(Why.TOO_MANY, "")]
