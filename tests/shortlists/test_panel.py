"""A list that hears one side only says so, and leads to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from community.directory.shortlists.policies import OneSided, one_sided
from community.profiles.drafts import AffiliationDraft
from community.profiles.models import Audience
from community.profiles.queries import visible_profile
from community.profiles.seen import Glance, glance
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin, put

NewBrowser = Callable[..., Browser]


def test_three_of_one_country_and_of_one_institution(
    people: Cast, ports: str, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    publish(people.jose, version=1, based_in="SN")
    publish(people.chen_hao, based_in="SN")
    publish(people.omar, based_in="GN", kinds=("journalist",), topics=("railways",))
    publish(people.rafael, based_in="KE")
    put(people.amina, ports, people.chen_hao)
    follow()
    page = browser(people.amina).page(f"/shortlists/{ports}")
    told = {words(one): one.xpath(".//a/@href")[0] for one in page.xpath("//div[contains(@class, 'notice')]")}
    country, institution = sorted(told)
    assert "All 3 people are based in one country: Senegal." in country
    assert "All 3 people work in one institution: Université Cheikh Anta Diop." in institution
    others = browser(people.amina).page(told[country])
    found = {words(one) for one in others.xpath("//article//h2")}
    assert found == {
        "Zhang Wei 张伟",
        "Rafael Teixeira",
    }  # on their topics, from elsewhere; not Omar of the railways


def test_three_of_one_kind_lead_to_the_other_kinds(
    people: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    for person in (people.chen_hao, people.rafael, people.omar):
        publish(person, kinds=("practitioner",), based_in=None, affiliations=())
    follow()
    listed = begin(people.amina, "Lenders")
    for person in (people.chen_hao, people.rafael, people.omar):
        put(people.amina, listed, person)
    page = browser(people.amina).page(f"/shortlists/{listed}")
    (told,) = page.xpath("//div[contains(@class, 'notice')]")
    assert "All 3 people are practitioners and nothing else." in words(told)
    others = browser(people.amina).page(told.xpath(".//a/@href")[0])
    assert {words(one) for one in others.xpath("//article//h2")} == {"Awa Ndiaye", "José Manuel Muñoz"}


@pytest.fixture
def awa(people: Cast, session: Session) -> Glance:
    return glance(visible_profile(session, people.amina.actor, people.awa.handle), Audience.PUBLIC)


def found(*people: Glance) -> set[str]:
    return {one.what for one in one_sided(people, 2026)}


def test_two_are_no_panel_and_silence_is_no_answer(awa: Glance) -> None:
    assert found(awa, awa) == set()
    assert found(awa, awa, awa) == {"country", "institution"}
    unsaid: dict[str, Any] = {"based_in": None, "affiliations": (), "kinds": ()}
    assert found(awa, awa, replace(awa, **unsaid)) == set()
    assert found(awa, awa, replace(awa, based_in="KE")) == {"institution"}
    one_kind = replace(awa, kinds=("scholar",))
    assert found(one_kind, one_kind, one_kind) == {"country", "institution", "kind"}
    assert found(one_kind, one_kind, awa) == {"country", "institution"}


def test_an_institution_is_the_same_in_other_letters_and_only_while_they_are_there(awa: Glance) -> None:
    here, before = awa.affiliations
    shouting = replace(awa, affiliations=(replace(here, institution="UNIVERSITÉ  Cheikh Anta DIOP"),))
    assert OneSided("institution", here.institution, 3) in one_sided([awa, awa, shouting], 2026)
    left = replace(awa, affiliations=(replace(here, to_year=2025), before))
    assert "institution" not in found(awa, awa, left)
    assert AffiliationDraft(institution=before.institution).to_year is None  # the premise: she left the other
    assert before.to_year == 2010
