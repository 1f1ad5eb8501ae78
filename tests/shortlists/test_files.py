"""A list to take along: cells are text, and nobody is in it beyond what its reader may see."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from community.profiles.models import Audience
from tests.browser import Browser
from tests.cast import Cast
from tests.profiles.drafts import CANARY, publish
from tests.shortlists.conftest import begin, put

NewBrowser = Callable[..., Browser]


def rows(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer, newline=""), strict=True))


def test_a_table_with_what_she_may_see(people: Cast, ports: str, browser: NewBrowser) -> None:
    put(people.amina, ports, people.zhang_wei, '=HYPERLINK("https://x.example")\nsecond line')
    answer = browser(people.amina).get(f"/shortlists/{ports}/list.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename=\"ports.csv\"; filename*=UTF-8''Ports.csv"
    )
    assert answer.data.startswith(b"\xef\xbb\xbf")
    awa, _jose, zhang = rows(answer.data.decode("utf-8-sig"))
    assert (awa["Name"], awa["City"], awa["Country"]) == ("Awa Ndiaye", "Dakar", "Senegal")
    assert (awa["Kind"], awa["Note"]) == ("Scholar; Practitioner", "Knows the Dakar contract")
    assert awa["Languages of an interview"] == "French, English"
    assert awa["Profile"].endswith(f"/people/{people.awa.handle}")
    assert zhang["Name in its own script"] == "张伟"
    assert zhang["Note"] == '\'=HYPERLINK("https://x.example")\nsecond line'
    for secret in (CANARY, people.awa.email, people.jose.email):
        assert secret not in answer.text


def test_what_a_member_hides_is_in_no_file(people: Cast, browser: NewBrowser) -> None:
    publish(people.awa, version=1, audiences={"city": "me", "based_in": "journalists", "headline": "me"})
    listed = begin(people.amina, "港口")
    put(people.amina, listed, people.awa)
    amina = browser(people.amina)
    table, cards = amina.get(f"/shortlists/{listed}/list.csv"), amina.get(f"/shortlists/{listed}/list.vcf")
    (awa,) = rows(table.data.decode("utf-8-sig"))
    assert (awa["City"], awa["Country"], awa["Headline"]) == ("", "", "")
    assert "filename*=UTF-8''%E6%B8%AF%E5%8F%A3.csv" in table.headers["Content-Disposition"]
    assert "FN;PREF=1:Awa Ndiaye" in cards.text
    for hidden in ("Dakar", "Senegal", "Public finance"):
        assert hidden not in cards.text


def test_cards_are_one_after_the_other_without_notes_and_addresses(
    people: Cast, ports: str, browser: NewBrowser
) -> None:
    answer = browser(people.amina).get(f"/shortlists/{ports}/list.vcf")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.text.count("BEGIN:VCARD\r\nVERSION:4.0") == 2
    assert "EMAIL" not in answer.text
    assert "Dakar contract" not in answer.text


def test_a_place_is_kept_for_whom_is_no_longer_listed(people: Cast, ports: str, browser: NewBrowser) -> None:
    publish(people.awa, version=1, audience=Audience.ME)
    awa, jose = rows(browser(people.amina).get(f"/shortlists/{ports}/list.csv").data.decode("utf-8-sig"))
    assert (awa["Name"], awa["Profile"], awa["Note"]) == ("No longer listed", "", "Knows the Dakar contract")
    assert jose["Name"] == "José Manuel Muñoz"
