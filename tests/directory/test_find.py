"""Finding people: by words, by what a topic is called elsewhere, by facets; and saying why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from lxml import html

from community.accounts.actions import change_settings
from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.drafts import LanguageDraft, PublicationDraft
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import CANARY, publish

NewBrowser = Callable[..., Browser]
Follow = Callable[[], None]


@pytest.fixture
def people(cast: Cast, follow: Follow) -> Cast:
    """Awa and José are scholars of debt, José in Ecuador; Amina reports on railways; Zhang Wei lends."""
    today = clock.now()
    with clock.at(today - timedelta(days=4)):
        publish(cast.awa)
    with clock.at(today - timedelta(days=3)):
        publish(
            cast.jose,
            biography="He reads the **small print** of oil-backed loans.",
            headline="Political economist in Quito",
            kinds=("scholar",),
            topics=("sovereign-debt", "oil-gas"),
            countries=("EC",),
            based_in="EC",
            city="Quito",
            languages=(
                LanguageDraft(language="es", level="live"),
                LanguageDraft(language="en", level="read"),
            ),
            availability="limited",
            affiliations=(),
        )
    with clock.at(today - timedelta(days=2)):
        publish(
            cast.amina,
            biography="Follows the trains, and the tenders for them.",
            headline="Reporter in Nairobi",
            kinds=("journalist",),
            topics=("railways",),
            countries=("KE", "UG"),
            based_in="KE",
            city="Nairobi",
            languages=(
                LanguageDraft(language="en", level="live"),
                LanguageDraft(language="fr", level="read"),
            ),
            affiliations=(),
        )
    with clock.at(today - timedelta(days=1)):
        publish(
            cast.zhang_wei,
            biography="Export credit, seen from inside.",
            headline="Formerly a lender",
            kinds=("practitioner",),
            topics=("export-credit",),
            countries=(),
            based_in="ZM",
            languages=(LanguageDraft(language="zh", level="live"),),
            affiliations=(),
        )
    follow()
    return cast


def names(page: html.HtmlElement) -> list[str]:
    return [words(one) for one in page.xpath("//article[contains(@class, 'hit')]//h2")]


def counts(page: html.HtmlElement, facet: str) -> dict[str, int]:
    """What a reader sees of a facet: value -> count."""
    boxes = page.xpath(f"//input[@type='checkbox'][@name='{facet}']")
    return {box.get("value"): int(box.xpath("../span[@class='number']/text()")[0]) for box in boxes}


def test_by_a_word_of_the_biography_and_why(people: Cast, browser: NewBrowser) -> None:
    page = browser().page("/people?q=tenders")
    assert names(page) == ["Amina Kariuki"]
    why = page.xpath("//p[@class='why']")
    assert words(why[0]).startswith("In the biography: Follows the trains")
    assert why[0].xpath(".//mark/text()") == ["tenders"]


@pytest.mark.parametrize(
    ("typed", "why", "marks"),
    [
        ("treasury", ["In affiliations and publications: Treasury"], {"Treasury"}),
        (
            "lighthouse ledger",
            ["In affiliations and publications: The Lighthouse Ledger · Afrique · 2021"],
            {"Lighthouse", "Ledger"},
        ),
        ("surendettement", ["Found by topic: Sovereign debt"], {"Sovereign debt"}),
        (
            "basements",
            ["In the biography: I read loan contracts in the basements of ministries. Annexes first."],
            {"basements"},
        ),
        ("senegal", ["Found by topic: Senegal"], {"Senegal"}),
        ("ndiaye", [], {"Ndiaye"}),  # it is marked in the name
        ("west africa", [], {"West", "Africa"}),  # in the headline
        ("ndiaye treasury", ["In affiliations and publications: Treasury"], {"Ndiaye", "Treasury"}),
        ("tresury", ["In affiliations and publications: Treasury"], {"Treasury"}),
    ],
)
def test_each_hit_says_why(
    cast: Cast, follow: Follow, browser: NewBrowser, typed: str, why: list[str], marks: set[str]
) -> None:
    ledger = PublicationDraft(title="The Lighthouse Ledger", venue="Afrique", year=2021)
    publish(cast.awa, publications=(ledger,))
    follow()
    (hit,) = browser().page(f"/people?q={typed}&lang=en").xpath("//article[contains(@class, 'hit')]")
    assert [words(one) for one in hit.xpath(".//p[@class='why']")] == why
    assert set(hit.xpath(".//mark/text()")) >= marks


def test_by_a_synonym_in_another_language(people: Cast, browser: NewBrowser) -> None:
    page = browser().page("/people?q=surendettement")
    assert set(names(page)) == {"Awa Ndiaye", "José Manuel Muñoz"}
    assert {words(why) for why in page.xpath("//p[@class='why']")} == {"Found by topic: Sovereign debt"}
    french = browser().page("/people?q=surendettement&lang=fr")
    assert "Dette souveraine" in words(french.xpath("//p[@class='why']")[0])


@pytest.mark.parametrize("typed", ["张伟", "Wei Zhang", "zhangwei", "ZHANG WEI"])
def test_by_name_in_any_form(people: Cast, browser: NewBrowser, typed: str) -> None:
    assert names(browser().page(f"/people?q={typed}"))[0] == "Zhang Wei 张伟"


def test_by_country_in_any_language(people: Cast, browser: NewBrowser) -> None:
    for typed in ("Kenya", "肯尼亚", "Quénia", "كينيا"):
        assert names(browser().page(f"/people?q={typed}")) == ["Amina Kariuki"], typed


def test_the_order_is_said_and_kept(people: Cast, browser: NewBrowser) -> None:
    page = browser().page("/people")
    assert names(page) == ["Zhang Wei 张伟", "Amina Kariuki", "José Manuel Muñoz", "Awa Ndiaye"]
    assert "4 people. Most recently confirmed first." in words(page)
    with_words = words(browser().page("/people?q=debt"))
    assert "Confirmed in the last twelve months first; among them best text match" in with_words


def test_facets_count_and_narrow_together(people: Cast, browser: NewBrowser) -> None:
    everybody = browser().page("/people")
    assert counts(everybody, "kind") == {"scholar": 2, "practitioner": 2, "journalist": 1}
    assert counts(everybody, "topic")["sovereign-debt"] == 2
    assert counts(everybody, "country_covered") == {"SN": 1, "GN": 1, "EC": 1, "KE": 1, "UG": 1}
    assert counts(everybody, "country_based") == {"SN": 1, "EC": 1, "KE": 1, "ZM": 1}
    assert counts(everybody, "availability") == {"open": 3, "limited": 1}
    # Reading is not giving an interview; speaking live on air includes it.
    assert counts(everybody, "language")["en:interview"] == 2
    assert counts(everybody, "language")["fr:interview"] == 1

    scholars = browser().page("/people?kind=scholar")
    assert set(names(scholars)) == {"Awa Ndiaye", "José Manuel Muñoz"}
    assert counts(scholars, "kind") == {
        "scholar": 2,
        "practitioner": 2,
        "journalist": 1,
    }  # what adding would give
    assert counts(scholars, "country_based") == {"SN": 1, "EC": 1}

    two_kinds = browser().page("/people?kind=scholar&kind=journalist&language=en:interview")
    assert set(names(two_kinds)) == {"Awa Ndiaye", "Amina Kariuki"}
    readers = browser().page("/people?language=en:read&kind=scholar")
    assert set(names(readers)) == {"Awa Ndiaye", "José Manuel Muñoz"}


def test_each_filter_is_named_and_undone_by_its_link(people: Cast, browser: NewBrowser) -> None:
    page = browser().page("/people?q=debt&kind=scholar&country_based=EC&page=1")
    chips = {words(chip): chip.get("href") for chip in page.xpath("//ul[@class='chips']//a")}
    assert set(chips) == {"Remove Kind: Scholar ×", "Remove Based in: Ecuador ×", "clear all"}
    assert chips["Remove Kind: Scholar ×"] == "/people?country_based=EC&q=debt"
    assert chips["clear all"] == "/people?q=debt"
    assert names(page) == ["José Manuel Muñoz"]


def test_a_long_facet_waits_behind_a_link(people: Cast, browser: NewBrowser, follow: Follow) -> None:
    many = ("AO", "BJ", "BW", "BF", "BI", "CM", "CV", "TD", "KM", "CG")
    publish(people.chen_hao, countries=many)
    follow()
    page = browser().page("/people?kind=scholar")
    assert len(counts(page, "country_covered")) == 8
    more = page.xpath("//a[contains(@href, 'more=country_covered')]/@href")[0]
    assert len(counts(browser().page(more), "country_covered")) == 13


def test_pages_follow_each_other(people: Cast, browser: NewBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.directory.asking.PAGE_SIZE", 3)
    monkeypatch.setattr("community.directory.schemas.PAGE_SIZE", 3)
    first = browser().page("/people")
    second = browser().page(first.xpath("//a[@rel='next']/@href")[0])
    assert names(first) + names(second) == [
        "Zhang Wei 张伟",
        "Amina Kariuki",
        "José Manuel Muñoz",
        "Awa Ndiaye",
    ]
    assert second.xpath("//a[@rel='prev']/@href") == ["/people"]
    assert not second.xpath("//a[@rel='next']")


def test_nobody_found_says_what_to_do(people: Cast, browser: NewBrowser) -> None:
    page = words(browser().page("/people?q=zzzzqqqq"))
    assert "Nobody was found" in page
    assert "Show everybody" in page


def test_who_is_not_listed_cannot_be_found_counted_or_guessed(
    people: Cast, browser: NewBrowser, follow: Follow
) -> None:
    for hidden in ({"is_listed": False}, {"audience": "me"}):
        version = publish(people.jose, version=2 if "audience" in hidden else 1, **hidden).version
        for address in ("/people?q=muñoz", "/people"):
            assert "José Manuel Muñoz" not in names(browser().page(address))  # even before the index knows
        follow()
        page = browser().page("/people?q=muñoz")
        assert (names(page), counts(page, "kind")) == ([], {})
        assert "EC" not in browser().get("/people").text
        assert "José" not in browser().get("/people/suggest?q=jos").text
        assert browser().json("GET", "/api/v1/people?q=muñoz").json["total"] == 0
    publish(people.jose, version=version)
    follow()
    assert "José Manuel Muñoz" in names(browser().page("/people"))  # the premise


def test_the_private_contact_is_not_in_the_index(people: Cast, browser: NewBrowser) -> None:
    for typed in ("canary", "0000", CANARY):
        answer = browser(people.lindiwe).get("/people", query_string={"q": typed, "lang": "en"})
        assert CANARY not in html.fromstring(answer.text).xpath("string(//div[@class='directory'])")
    assert browser().json("GET", "/api/v1/people?q=canary").json["total"] == 0


def test_a_new_name_is_found(people: Cast, browser: NewBrowser, follow: Follow) -> None:
    with unit_of_work() as session:
        actor = people.awa.actor
        change_settings(session, actor, display_name="Awa Sarr", native_name="", locale=None, time_zone="UTC")
    follow()
    assert names(browser().page("/people?q=sarr")) == ["Awa Sarr"]


def test_json_asks_the_same(people: Cast, browser: NewBrowser) -> None:
    answer = browser().json("GET", "/api/v1/people?q=debt&kind=scholar").json
    assert {one["handle"] for one in answer["people"]} == {people.awa.handle, people.jose.handle}
    assert answer["people"][0]["why"][0]["field"] == "topic"
    assert (answer["total"], answer["rule"]) == (2, "confirmed-lately-then-best-match")
    assert answer["facets"]["country_based"] == {"EC": 1, "SN": 1}


def test_suggestions_lead_somewhere(people: Cast, browser: NewBrowser) -> None:
    def suggested(typed: str) -> list[tuple[str, str]]:
        found = browser().get("/people/suggest", query_string={"q": typed}).json["suggestions"]
        return [(one["text"], one["url"]) for one in found]

    assert ("Awa Ndiaye", f"/people/{people.awa.handle}") in suggested("awa")
    assert ("Sovereign debt", "/people?topic=sovereign-debt") in suggested("sover")
    assert ("Kenya", "/people?country_covered=KE") in suggested("keny")
    assert suggested("") == []


def test_an_address_may_say_anything(people: Cast, browser: NewBrowser) -> None:
    for query in (
        "page=0",
        "page=-1",
        "page=9e9",
        "page=99999999999999",
        "kind=x&kind=",
        "more=x",
        "topic=%00",
    ):
        assert browser().get(f"/people?{query}").status_code == 200


def test_a_language_without_a_level_is_one_for_an_interview(people: Cast, browser: NewBrowser) -> None:
    assert names(browser().page("/people?language=es")) == ["José Manuel Muñoz"]
    assert names(browser().page("/people?language=fr")) == names(
        browser().page("/people?language=fr:interview")
    )
