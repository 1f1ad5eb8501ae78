"""Facets that are worked out: regions from countries, what was verified, where somebody was heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import changed
from community.profiles.models import (
    Appearance,
    Audience,
    CoveredRegion,
    Medium,
    Profile,
    Verification,
    VerifiedBy,
)
from community.profiles.world import COUNTRIES, SUBREGIONS, subregion_of, subregions_within
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.directory.test_find import counts, names
from tests.profiles.drafts import make_verified_journalist, publish

NewBrowser = Callable[..., Browser]


def add(person: Person, *rows: object) -> None:
    with unit_of_work() as session:
        for row in rows:
            row.member_id = person.id  # type: ignore[attr-defined]
            session.add(row)
        changed(session, session.get_one(Profile, person.id))


def stated(by: VerifiedBy, audience: Audience = Audience.PUBLIC) -> Verification:
    return Verification(by=by, verified_on=clock.now().date(), audience=audience)


def heard(medium: Medium, audience: Audience = Audience.PUBLIC) -> Appearance:
    return Appearance(outlet="Radio", medium=medium, audience=audience)


@pytest.fixture
def people(cast: Cast, follow: Callable[[], None]) -> Cast:
    publish(cast.awa, countries=("SN", "GN", "KE"))
    publish(cast.jose, countries=("EC",))
    publish(cast.omar, countries=())
    add(cast.awa, stated(VerifiedBy.ORCID), stated(VerifiedBy.EDITOR), heard(Medium.RADIO), heard(Medium.TV))
    add(
        cast.jose, stated(VerifiedBy.INSTITUTION, Audience.MEMBERS), heard(Medium.RADIO, Audience.JOURNALISTS)
    )
    add(cast.omar, CoveredRegion(region="202"), CoveredRegion(region="015", audience=Audience.MEMBERS))
    follow()
    return cast


def test_every_country_is_in_one_region() -> None:
    assert sorted(code for codes in SUBREGIONS.values() for code in codes) == sorted(COUNTRIES)
    assert [subregion_of(code) for code in ("KE", "SN", "CN", "EC", "XX")] == [
        "014",
        "011",
        "030",
        "005",
        None,
    ]
    assert subregions_within("202") == ("011", "014", "017", "018")
    assert subregions_within("014") == ("014",)
    assert subregions_within("001") == ()


def test_regions_come_from_countries_and_from_what_is_named(people: Cast, browser: NewBrowser) -> None:
    page = browser().page("/people")
    assert counts(page, "region") == {"011": 2, "014": 2, "017": 1, "018": 1, "005": 1}
    assert "Western Africa" in page.text_content()
    assert names(browser().page("/people?region=005")) == ["José Manuel Muñoz"]
    assert len(names(browser().page("/people?region=014&region=005"))) == 3
    assert counts(browser(people.amina).page("/people"), "region")["015"] == 1  # said to members
    chips = browser().page("/people?region=014").xpath("//ul[@class='chips']//a")
    assert "Remove Region covered: Eastern Africa ×" in " ".join(chips[0].text_content().split())
    assert chips[0].get("href") == "/people"


def test_what_was_verified_as_far_as_one_may_see_it(people: Cast, browser: NewBrowser) -> None:
    assert counts(browser().page("/people"), "verified") == {"orcid": 1, "editor": 1, "nothing": 2}
    assert counts(browser(people.amina).page("/people"), "verified") == {
        "orcid": 1,
        "editor": 1,
        "institution": 1,
        "nothing": 1,
    }
    assert names(browser().page("/people?verified=orcid&verified=editor")) == ["Awa Ndiaye"]
    assert names(browser(people.amina).page("/people?verified=nothing")) == ["Omar El-Sayed عمر السيد"]


def test_where_somebody_was_heard_as_far_as_one_may_see_it(people: Cast, browser: NewBrowser) -> None:
    make_verified_journalist(people.lindiwe)
    assert counts(browser().page("/people"), "media") == {"radio": 1, "tv": 1}
    assert counts(browser(people.amina).page("/people"), "media") == {"radio": 1, "tv": 1}
    assert counts(browser(people.lindiwe).page("/people"), "media") == {"radio": 2, "tv": 1}
    assert names(browser(people.amina).page("/people?media=radio")) == ["Awa Ndiaye"]
    assert len(names(browser(people.lindiwe).page("/people?media=radio"))) == 2


def test_a_language_that_is_only_read_waits_behind_all_of_them(people: Cast, browser: NewBrowser) -> None:
    assert not any(value.endswith(":read") for value in counts(browser().page("/people"), "language"))
    everything = counts(browser().page("/people?more=language"), "language")
    assert everything["zh:read"] == 3
    assert "zh:read" in counts(browser().page("/people?language=zh:read"), "language")
