"""vCards, read back by a parser that is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import vobject

from community.profiles.taking.vcard import vcard
from tests.taking.people import URL, an_affiliation, zhang_wei


def read_back(text: str) -> Any:
    (card,) = vobject.readComponents(text)
    return card


def test_a_card_says_who_somebody_is() -> None:
    card = read_back(
        vcard(zhang_wei(), url=URL, kinds=("practitioner",), topics=("Ports", "Debt, sovereign"))
    )
    assert card.version.value == "4.0"
    assert card.kind.value == "individual"
    assert [one.value for one in card.contents["fn"]] == ["Zhang Wei", "张伟"]
    assert (card.n.value.family, card.n.value.given) == ("Zhang", "Wei")
    assert card.nickname.value == "Wei Zhang"
    assert [one.value for one in card.contents["org"]] == [["Chamber of Commerce, Kenya"]]
    assert card.title.value == "Secretary"
    assert card.role.value == "practitioner"
    assert [(one.value, one.params["PREF"]) for one in card.contents["lang"]] == [
        ("zh-Hans", ["1"]),
        ("en", ["50"]),
    ]
    assert (card.adr.value.city, card.adr.value.country) == ("Nairobi", "Kenya")
    assert card.tz.value == "Africa/Nairobi"
    assert card.categories.value == ["Ports", "Debt, sovereign"]
    assert card.note.value == "Builds ports; dams, and roads\nMr Zhang\njahng way"
    assert [one.value for one in card.contents["url"]] == [URL, "https://blog.example/"]


def test_what_is_not_seen_is_not_in_it() -> None:
    bare = zhang_wei(
        native_name=None, city="", based_in=None, window=None, affiliations=(), languages=(), links=(), variants=(),
        headline="", pronunciation="", form_of_address="",
    )  # fmt: skip
    assert set(read_back(vcard(bare, url=URL)).contents) == {"version", "kind", "uid", "fn", "n", "url"}


@pytest.mark.parametrize(
    ("display", "family", "order", "parts"),
    [
        ("Awa Ndiaye", "Ndiaye", "given-first", ("Ndiaye", "Awa")),
        ("José Manuel Muñoz Pérez", "Muñoz Pérez", "given-first", ("Muñoz Pérez", "José Manuel")),
        ("Wei Wei", "Wei", "family-first", ("Wei", "Wei")),
        ("欧阳娜娜", "欧阳", "family-first", ("欧阳", "娜娜")),
        ("Sukarno", "", "given-first", ("Sukarno", "")),
        ("Awa Ndiaye", "Diop", "given-first", ("Awa Ndiaye", "")),
    ],
)
def test_family_names(display: str, family: str, order: str, parts: tuple[str, str]) -> None:
    card = read_back(vcard(zhang_wei(display_name=display, family_name=family, name_order=order), url=URL))
    assert (card.n.value.family, card.n.value.given) == parts


def test_lines_are_folded_and_no_character_is_cut() -> None:
    headline = "债务可持续性；" * 20
    text = vcard(zhang_wei(headline=headline), url=URL)
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert max(len(line.encode()) for line in lines) == 75
    assert "\n" not in text.replace("\r\n", "")
    assert headline in read_back(text).note.value


def test_every_naughty_string_stays_in_its_line(shared_data: Path) -> None:
    strings = json.loads((shared_data / "security" / "blns.json").read_text(encoding="utf-8"))
    expected = vcard(zhang_wei(), url=URL).count("\r\nNOTE")
    for text in strings:
        card = vcard(
            zhang_wei(
                display_name=text or "x", headline=text, affiliations=(an_affiliation(text, text),), city=text
            ),
            url=URL,
            topics=(text,),
        )
        assert card.count("BEGIN:VCARD") == card.count("END:VCARD") == 1
        assert card.count("\r\nNOTE") == expected
        names = {
            line.partition(":")[0].partition(";")[0]
            for line in card.split("\r\n")
            if not line.startswith(" ")
        }
        assert names <= ALLOWED, text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_nothing_that_any_reader_takes_for_a_line_end_begins_a_line(end: str) -> None:
    card = vcard(zhang_wei(headline=f"Ports{end}TEL:+254"), url=URL, topics=(f"Debt{end}EMAIL:x@y.example",))
    assert not [line for line in card.splitlines() if line.startswith(("TEL", "EMAIL"))]


ALLOWED = set(
    "BEGIN VERSION KIND UID FN N NICKNAME work1.ORG work1.TITLE ROLE LANG ADR TZ CATEGORIES NOTE URL END".split()
) | {""}


def test_two_cards_are_a_file_of_two_people() -> None:
    text = vcard(zhang_wei(), url=URL) + vcard(zhang_wei(display_name="Awa Ndiaye"), url=URL)
    assert [card.fn.value for card in vobject.readComponents(text)] == ["Zhang Wei", "Awa Ndiaye"]
