"""Files of people as spreadsheets write them, and as nobody should."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.people import table as tables
from community.profiles.bringing.people.columns import guessed
from community.profiles.bringing.people.table import MOST_LINES, read_table
from tests.browser import Browser, words
from tests.cast import Cast
from tests.people.conftest import send

NewBrowser = Callable[..., Browser]

TEXT = "name,email\r\nZoé Müller,z@uni.example\r\n张伟,w@uni.example\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace(",", "\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.replace(",", ";").encode("utf-16-be"),
        f"\r\n{TEXT}\r\n,\r\n".encode(),
    ],
)
def test_unicode_is_read_as_it_says(data: bytes) -> None:
    table = read_table(data)
    assert table.header == ["name", "email"]
    assert [line.cells[0] for line in table.lines] == ["Zoé Müller", "张伟"]


def test_what_is_not_unicode_is_refused_until_somebody_says_what_it_is() -> None:
    arabic = "الاسم,email\nعمر السيد,o@uni.example\n".encode("cp1256")
    with pytest.raises(FileUnreadable, match=r"encoding|not in UTF-8") as refusal:
        read_table(arabic)
    assert refusal.value.field == "encoding"
    table = read_table(arabic, "cp1256")
    assert table.lines[0].cells[0] == "عمر السيد"
    assert guessed(table.header) == ["name", "email"]
    with pytest.raises(FileUnreadable):
        read_table(b"name,email\nZo\xe9\x81,x\n", "big5")
    assert read_table(TEXT.encode(), "cp1252").lines[1].cells[0] == "张伟"  # what says itself counts


def test_a_refused_file_is_told_at_its_field(cast: Cast, browser: NewBrowser, topics: None) -> None:
    desk = browser(cast.lindiwe)
    offered = desk.page("/desk/people").xpath("//select[@id='encoding']/option/text()")
    assert offered[:2] == ["as the file says", "Western Europe (Windows-1252, Latin-1)"]
    latin = send(desk, "name,email\nZoé,z@uni.example\n".encode("latin-1"))
    assert latin.status_code == 422
    assert "not in UTF-8" in words(Browser.parsed(latin).xpath("//*[@id='encoding-error']")[0])
    assert (
        send(desk, "name,email\nZoé,z@uni.example\n".encode("latin-1"), encoding="cp1252").status_code == 302
    )
    assert send(desk, b"PK\x03\x04 a spreadsheet").status_code == 422
    assert desk.post("/desk/people", {}).status_code == 422


def test_cells_of_several_lines_keep_the_count() -> None:
    table = read_table(b'name,bio,email\n"A","one\ntwo",a@x.example\nB,,b@x.example\n')
    assert [(line.number, line.cells[0]) for line in table.lines] == [(2, "A"), (4, "B")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nA\n", "No columns"),
        ("name,email\n", "nobody below"),
        ('name,email\nA,a@x\n"B,b@x\n', "from line 3 on"),
        ("name,email\n" + "a,b\n" * (MOST_LINES + 1), "More than 10000 lines"),
        (",".join("abc" for _n in range(80)) + "\nA\n", "More than 60 columns"),
        ("  \n \n", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str, cast: Cast) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        read_table(text.encode())
    assert said in str(refusal.value.message)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, *tables.ENCODINGS, "idna", "zlib"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str | None) -> None:
    try:
        table = read_table(b"name,email\n" + data, encoding)
    except FileUnreadable:
        return
    assert all(len(cell) <= tables.MOST_CELL + 1 for line in table.lines for cell in line.cells)


def test_headings_are_read_in_many_ways() -> None:
    assert guessed(["Full Name", "E-Mail", "ORCID_iD", "Prénom", "姓名", "x", "机构"]) == [
        "name", "email", "orcid", "given_name", "", "", "institution",
    ]  # fmt: skip


def a_large_file(count: int = MOST_LINES) -> bytes:
    """The same each time."""
    dice = random.Random(7)  # noqa: S311 - invented people
    rows = ["name,email,institution,role,country,expertise,languages,headline"]
    topics = ["hydropower", "sovereign debt", "dette souveraine", "alchemy"]
    rows += [
        f"Person {number},p{number}@uni.example,University of Nairobi,Lecturer,KE,{dice.choice(topics)},fr;en,"
        f"Public finance of ports in district {number}"
        for number in range(count)
    ]
    return "\n".join(rows).encode()
