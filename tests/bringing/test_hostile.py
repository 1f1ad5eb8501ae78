"""Files that nobody should send: each is read within bounds or refused in one line, and nothing else happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.core.text import tidy_line
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.reading import read
from community.profiles.bringing.records import Brought

TITLE = "Dakar à crédit: 张伟"


def refusal(data: bytes) -> str:
    with pytest.raises(FileUnreadable) as refused:
        read(data)
    return str(refused.value.message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    (work,) = read(f"@article{{a, title = {{{TITLE}}}}}".encode(encoding)).works
    assert work.title == TITLE


def test_latin_letters_of_windows() -> None:
    (work,) = read("TY  - JOUR\nTI  - Dakar à crédit – l’œuvre\nER  - \n".encode("cp1252")).works
    assert work.title == "Dakar à crédit – l’œuvre"


def test_xml_says_its_encoding_itself() -> None:
    for encoding in ("utf-8", "utf-16", "iso-8859-1"):
        xml = f'<?xml version="1.0" encoding="{encoding}"?><keyword><content>crédit</content></keyword>'
        assert read(xml.encode(encoding)).keywords == ("crédit",)


@pytest.mark.slow
def test_fifty_megabytes_are_refused_unread() -> None:
    assert "50 MB" in refusal(b"@article{a, title={x}}" + b" " * (50 * 1024 * 1024))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "XLSX"),
        (b"\x00\x01\x02\x03 nothing", "no text"),
        (b"Dear all, please find my list below.", "No list of works"),
        (b"<record><work>", "not whole XML"),
        (b"<html><body>Sign in</body></html>", "not a record of ORCID"),
        (b'[{"title": "x"', "not whole JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"title":' * 3000 + b"1" + b"}" * 3000, "nested too deep"),
        (b'[{"title": ' + b"9" * 100_000 + b"}]", "number without end"),
        (b"<a>" * 100_000, "nested too deep"),
        (b"<record>" + b"<work/>" * 400_000 + b"</record>", "holds more than"),
        (b'["x"' + b",1" * 400_000 + b"]", "holds more than"),
        (b'<?xml version="1.0" encoding="x-unknown"?><record/>', "encoding"),
        (b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><record>&c;</record>', "document type"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><record/>', "document type"),
        (b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]><record/>', "document type"),
    ],
)
def test_refusals(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_cut_file_of_works_keeps_what_is_whole() -> None:
    brought = read(b"@article{a, title={Whole}}\n@article{b, title={Half")
    assert [work.title for work in brought.works] == ["Whole"]
    assert len(brought.left_out) == 1


@pytest.mark.parametrize(
    "title",
    [
        r"\input{/etc/passwd}",
        r"\newcommand{\a}{\a\a}\a",
        "{" * 2000,
        r"\emph{" * 2000,
        "\\",
        r"\'",
        "$" * 999,
        r"C:\Users\bob",
    ],
)
def test_latex_is_a_table_of_signs_and_no_program(title: str) -> None:
    brought = read(
        f"@article{{a, title={{{title}}}, doi={{10.1234/a}}}}\n@article{{b, title={{After}}}}".encode()
    )
    assert "root:" not in repr(brought)
    assert "After" in repr(brought) or brought.left_out


@pytest.mark.slow
def test_every_naughty_string_in_every_field(shared_data: Path) -> None:
    strings = json.loads((shared_data / "security" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for text in strings:
        data = text.encode("utf-8", "surrogatepass")
        for form in (
            data,
            b"@article{k, title={%s}, author={%s}, year={%s}, doi={%s}}" % (data, data, data, data),
            b"TY  - %s\nTI  - %s\nAU  - %s\nPY  - %s\nUR  - %s\nER  - \n" % (data, data, data, data, data),
            json.dumps(
                [{"title": text, "author": [{"family": text}], "issued": {"raw": text}, "URL": text}]
            ).encode(),
        ):
            expect_values(form)


SEEDS = [
    b'@article{k1,\n title={A {B} \\\'{e}},\n author={N, A and M, B}, year=2020}\n@book{b,title="x"}',
    b"TY  - JOUR\nTI  - x\nAU  - a\nER  - \n",
    b'[{"title":"x","author":[{"family":"a"}],"issued":{"date-parts":[[2020,1]]}}]',
    b"<record><work><title><title>x</title></title></work><keyword><content>y</content></keyword></record>",
    b'{"person": {"name": {"given-names": {"value": "A"}}, "keywords": {"keyword": [{"content": "x"}]}}}',
]


@pytest.mark.slow
@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=300, deadline=None)
def test_bytes_lost_and_bytes_too_many(seed: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(seed)))
    lost = data.draw(st.integers(0, 8))
    expect_values(seed[:place] + data.draw(st.binary(max_size=12)) + seed[place + lost :])


def expect_values(data: bytes) -> None:
    """Tidied, bounded values, or the one refusal."""
    try:
        brought: Brought = read(data)
    except FileUnreadable:
        return
    for work in brought.works:
        assert work.title or work.doi
        assert len(work.title) <= 400
        assert work.title == tidy_line(work.title)
        assert not work.url or work.url.startswith(("http://", "https://"))
        assert work.year is None or 1500 <= work.year <= 2100
