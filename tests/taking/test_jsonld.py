"""The data for machines in a profile's page."""

from __future__ import annotations

import pytest

from community.profiles.models import Audience
from community.profiles.taking.jsonld import profile_page_data
from tests.taking.people import URL, an_affiliation, zhang_wei


def test_a_person_of_schema_org() -> None:
    person = zhang_wei(affiliations=(an_affiliation("UCAD", "Professor", ror="04je6yw13", country="SN"),))
    data = profile_page_data(person, url=URL, photo_url=None, topics=("Ports",))
    assert data["@type"] == "ProfilePage"
    entity = data["mainEntity"]
    assert (entity["@type"], entity["name"], entity["alternateName"]) == (
        "Person",
        "Zhang Wei",
        ["张伟", "Wei Zhang"],
    )
    assert entity["affiliation"] == [
        {
            "@type": "Organization",
            "name": "UCAD",
            "sameAs": "https://ror.org/04je6yw13",
            "address": {"@type": "PostalAddress", "addressCountry": "SN"},
        }
    ]
    assert entity["jobTitle"] == "Professor"
    assert (entity["knowsAbout"], entity["knowsLanguage"]) == (["Ports"], ["zh-Hans", "en"])
    assert "image" not in entity


def test_only_from_what_everybody_may_see() -> None:
    for audience in (Audience.MEMBERS, Audience.JOURNALISTS, Audience.ME):
        with pytest.raises(ValueError, match="public"):
            profile_page_data(zhang_wei(audience=audience), url=URL, photo_url=None, topics=())
