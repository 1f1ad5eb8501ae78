"""Records of ORCID, whole and in parts, from ORCID's own samples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.reading import read
from community.profiles.bringing.records import Brought, Why
from community.profiles.models import Audience

NOTHING_OF_A_PERSON = {"error-3.0.xml", "history-3.0.xml", "preferences-3.0.xml", "search-3.0.xml"}


@pytest.fixture
def samples(shared_data: Path) -> Path:
    return shared_data / "people" / "orcid-3.0-read-samples"


def test_every_sample_is_read_or_refused_in_words(samples: Path) -> None:
    paths = sorted(samples.iterdir())
    assert {path.name for path in paths} > NOTHING_OF_A_PERSON
    for path in paths:
        if path.name in NOTHING_OF_A_PERSON:
            with pytest.raises(FileUnreadable) as refused:
                read(path.read_bytes())
            assert "not a record of ORCID" in str(refused.value.message)
        else:
            brought = read(path.read_bytes())
            assert brought.source == "orcid"
            assert count(brought) or brought.left_out, path.name


def count(brought: Brought) -> int:
    lists = (brought.works, brought.posts, brought.names, brought.links, brought.keywords)
    return sum(map(len, lists)) + bool(brought.biography)


def test_a_whole_record_as_xml(samples: Path) -> None:
    brought = read((samples / "record-3.0.xml").read_bytes())
    assert brought.orcid == "8888-8888-8888-8880"
    assert [name.text for name in brought.names] == ["give-names family-name", "credit-name", "other-name-1"]
    assert brought.biography == "biography"
    assert brought.keywords == ("keyword1",)
    assert [link.url for link in brought.links] == ["http://url.com/", "http://url.com/1"]
    studies, work = brought.posts[0], brought.posts[1]
    assert (studies.institution, studies.is_study, studies.from_year, studies.to_year) == (
        "education-org",
        True,
        1948,
        2019,
    )
    assert (work.institution, work.role, work.country) == (
        "employment-org",
        "employment:role-title, employment:department-name",
        "AF",
    )
    assert Counter(left.why for left in brought.left_out) == {Why.NO_PLACE: 4, Why.CONTACT: 1, Why.COUNTRY: 1}
    assert "@" not in repr(brought)  # no address of anybody comes along


def test_what_is_private_there_does_not_become_public_here(samples: Path) -> None:
    brought = read((samples / "record-3.0.xml").read_bytes())
    assert {post.audience for post in brought.posts} == {Audience.ME}
    assert {link.audience for link in brought.links} == {None}


def test_a_whole_record_as_json(samples: Path) -> None:
    brought = read((samples / "record-full-3.0.json").read_bytes())
    assert brought.orcid == "0000-0002-7319-2192"
    (work,) = brought.works
    assert (work.title, work.doi, work.venue, work.year, work.type) == (
        "Work Title",
        "10.1087/20120404",
        "Jounral Title",
        2012,
        "article-journal",
    )
    assert len(brought.posts) == 9
    assert [name.text for name in brought.names][:2] == ["Three releasecandidate1", "Other Name"]


def test_the_same_in_both_forms() -> None:
    xml = b"""<record:record xmlns:record="http://www.orcid.org/ns/record" xmlns:work="http://www.orcid.org/ns/work">
        <activities><works><group>
          <work:work-summary display-index="0"><work:title><title>An older copy</title></work:title></work:work-summary>
          <work:work-summary display-index="1"><work:title><title>Ports</title><subtitle>A view</subtitle></work:title>
            <external-ids><external-id><external-id-type>doi</external-id-type>
              <external-id-value>10.1234/BOOK</external-id-value>
              <external-id-relationship>part-of</external-id-relationship></external-id>
            <external-id><external-id-type>doi</external-id-type><external-id-value>10.1234/Ports</external-id-value>
              <external-id-relationship>self</external-id-relationship></external-id></external-ids>
          </work:work-summary></group></works></activities></record:record>"""
    as_json = b"""{"activities-summary": {"works": {"group": [{"work-summary": [
        {"display-index": "0", "title": {"title": {"value": "An older copy"}}},
        {"display-index": "1", "title": {"title": {"value": "Ports"}, "subtitle": {"value": "A view"}},
         "external-ids": {"external-id": [
           {"external-id-type": "doi", "external-id-value": "10.1234/BOOK", "external-id-relationship": "part-of"},
           {"external-id-type": "doi", "external-id-value": "10.1234/Ports", "external-id-relationship": "self"}]}}
    ]}]}}}"""
    assert read(xml) == read(as_json)
    (work,) = read(xml).works
    assert (work.title, work.doi) == ("Ports: A view", "10.1234/ports")


def test_an_institution_is_known_by_its_ror_id() -> None:
    xml = b"""<employment><role-title>Professor</role-title><organization><name>UCAD</name>
        <address><city>Dakar</city><country>SN</country></address><disambiguated-organization>
        <disambiguated-organization-identifier>https://ror.org/04je6yw13</disambiguated-organization-identifier>
        <disambiguation-source>ROR</disambiguation-source></disambiguated-organization></organization></employment>"""
    (post,) = read(xml).posts
    assert (post.ror, post.city, post.country, post.role) == ("04je6yw13", "Dakar", "SN", "Professor")
