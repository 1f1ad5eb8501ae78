"""Who gets which file, and what stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import vobject
from flask import Flask

from community.core.unit_of_work import unit_of_work
from community.profiles.audiences import set_field_mark
from community.profiles.models import Profile, Publication
from community.profiles.taxonomy import ensure_topics
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import CANARY, publish

NewBrowser = Callable[..., Browser]
ENDINGS = ("vcf", "bib", "csl.json")


@pytest.fixture(autouse=True)
def topics(app: Flask) -> None:
    ensure_topics()


def publish_with_works(person: Person, **more: object) -> None:
    publish(person, **more)
    with unit_of_work() as session:
        profile = session.get_one(Profile, person.id)
        profile.publications = [
            Publication(title="Ports for everybody", authors="Ndiaye, Awa", year=2020, audience="public"),
            Publication(title="A note to colleagues", authors="Ndiaye, Awa", year=2021, audience="members"),
            Publication(title="A draft at home", authors="Ndiaye, Awa", year=2022, audience="me"),
        ]


def titles(reader: Browser, person: Person, wish: str = "") -> list[str]:
    answer = reader.get(f"/people/{person.handle}.csl.json{wish}")
    return [item["title"] for item in json.loads(answer.text)]


def test_each_reader_takes_what_they_see(cast: Cast, browser: NewBrowser) -> None:
    publish_with_works(cast.awa)
    everybody, members, own = "Ports for everybody", "A note to colleagues", "A draft at home"
    assert titles(browser(), cast.awa) == [everybody]
    assert titles(browser(cast.amina), cast.awa) == [members, everybody]
    assert titles(browser(cast.awa), cast.awa) == [own, members, everybody]


def test_who_hands_a_file_on_takes_what_a_wider_audience_sees(cast: Cast, browser: NewBrowser) -> None:
    publish_with_works(cast.awa)
    assert titles(browser(cast.awa), cast.awa, "?as=public") == ["Ports for everybody"]
    assert titles(browser(), cast.awa, "?as=me") == ["Ports for everybody"]  # never a narrower one
    assert len(titles(browser(cast.amina), cast.awa, "?as=journalists")) == 2
    page = browser(cast.awa).page(f"/people/{cast.awa.handle}")
    links = page.xpath("//section[@aria-labelledby='take']//a/@href")
    assert [link for link in links if "as=" in link] == [
        f"/people/{cast.awa.handle}.{ending}?as=public" for ending in ENDINGS
    ]


@pytest.mark.parametrize("audience", ["members", "me"])
def test_files_of_a_page_that_is_not_open_are_not_there(
    cast: Cast, browser: NewBrowser, audience: str
) -> None:
    publish_with_works(cast.awa, audience=audience)
    for ending in ENDINGS:
        address = f"/people/{cast.awa.handle}.{ending}"
        assert browser().get(address).status_code == 404
        assert browser(cast.amina).get(address).status_code == (200 if audience == "members" else 404)
        assert browser(cast.awa).get(address).status_code == 200
    links = (
        browser(cast.awa).page(f"/people/{cast.awa.handle}").xpath("//*[@aria-labelledby='take']//a/@href")
    )
    assert {browser(cast.awa).get(link).status_code for link in links} == {200}


def test_the_files_say_what_they_are(cast: Cast, browser: NewBrowser) -> None:
    publish_with_works(cast.awa)
    types = {
        "vcf": "text/vcard",
        "bib": "application/x-bibtex",
        "csl.json": "application/vnd.citationstyles.csl+json",
    }
    for ending, media_type in types.items():
        answer = browser().get(f"/people/{cast.awa.handle}.{ending}")
        assert answer.mimetype == media_type
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{cast.awa.handle}.{ending}"'
        assert CANARY not in answer.text
        browser().page(f"/people/nobody-at-all.{ending}", 404)


def test_the_card_speaks_the_readers_language(cast: Cast, browser: NewBrowser) -> None:
    publish_with_works(cast.awa)
    (card,) = vobject.readComponents(browser().get(f"/people/{cast.awa.handle}.vcf?lang=fr").text)
    assert card.adr.value.country == "Sénégal"
    assert card.categories.value[0] == "Dette souveraine"
    assert card.uid.value == card.url.value == f"http://localhost/people/{cast.awa.handle}"


def test_a_page_tells_machines_what_everybody_may_see_whoever_reads_it(
    cast: Cast, browser: NewBrowser
) -> None:
    publish(cast.awa)
    with unit_of_work() as session:
        profile = session.get_one(Profile, cast.awa.id)
        set_field_mark(profile, "headline", audience="members")
    for reader in (browser(), browser(cast.amina), browser(cast.awa)):
        page = reader.page(f"/people/{cast.awa.handle}")
        (text,) = page.xpath("//script[@type='application/ld+json']/text()")
        entity = json.loads(text)["mainEntity"]
        assert entity["name"] == "Awa Ndiaye"
        assert "description" not in entity
        assert "Dakar" not in text  # the city is for members
        assert page.xpath("//script[not(@src)]/@type") == ["application/ld+json"]
    assert "Public finance of ports" in words(browser(cast.amina).page(f"/people/{cast.awa.handle}"))


def test_a_page_that_asks_not_to_be_found_tells_machines_nothing(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa, is_listed=False)
    assert not browser().page(f"/people/{cast.awa.handle}").xpath("//script[@type='application/ld+json']")


def test_what_a_member_writes_cannot_leave_the_block(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa, headline="</script><script>alert(1)</script> & ' \" <!--")
    page = browser().page(f"/people/{cast.awa.handle}")
    (text,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(text)["mainEntity"]["description"] == "</script><script>alert(1)</script> & ' \" <!--"
    assert len(page.xpath("//script[not(@src)]")) == 1
