"""What is hidden from somebody is nowhere for them: item by item, audience by audience, way out by way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from community.directory.indexing import rebuild_index
from community.profiles.audiences import FIELDS, LADDER, ROWS, sees
from community.profiles.models import Audience, Profile
from community.profiles.seen import seen
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.profiles.canaries import CANARIES, plant_all
from tests.profiles.drafts import make_verified_journalist

NewBrowser = Callable[..., Browser]
HIDDEN_FROM_SOME = [audience for audience in LADDER if audience != Audience.PUBLIC]

ON_THE_PAGE = (
    "native_name kinds headline biography photo pronunciation form_of_address based_in city availability media_modes"
    " window affiliations topics countries languages publications"
).split()
FOUND_BY_WORDS = (
    "native_name latin_name headline biography city variants affiliations topics publications appearances based_in"
    " countries"
).split()


@pytest.fixture
def readers(app: Flask, cast: Cast, browser: NewBrowser) -> dict[Audience, Browser]:
    """One of each audience; Awa owns the canaries."""
    rebuild_index()
    make_verified_journalist(cast.amina)
    return {
        Audience.PUBLIC: browser(),
        Audience.MEMBERS: browser(cast.lindiwe),  # editors are members like others
        Audience.JOURNALISTS: browser(cast.amina),
        Audience.ME: browser(cast.awa),
    }


def ways_out(reader: Browser, person: Person) -> Iterator[tuple[str, str]]:
    """Every answer about the person that this reader can ask for, without the words they ask with."""
    yield "page", reader.get(f"/people/{person.handle}?lang=en").text
    yield "json", reader.json("GET", f"/api/v1/people/{person.handle}").text
    for ending in ("vcf", "bib", "csl.json"):
        yield ending, reader.get(f"/people/{person.handle}.{ending}?lang=en").text
    yield "directory", reader.get("/people?lang=en").text.replace("journalists and practitioners", "")
    yield "directory json", reader.json("GET", "/api/v1/people").text


def test_every_item_has_a_canary() -> None:
    assert CANARIES.keys() == FIELDS.keys() | ROWS.keys()


@pytest.mark.parametrize("audience", HIDDEN_FROM_SOME)
def test_a_hidden_item_is_in_no_answer(
    cast: Cast, readers: dict[Audience, Browser], follow: Callable[[], None], audience: Audience
) -> None:
    plant_all(cast.awa.id, audience)
    follow()
    for reader_is, reader in readers.items():
        for way, answer in ways_out(reader, cast.awa):
            if way == "directory":
                assert "Awa Ndiaye" in answer
            for item, canary in CANARIES.items():
                for word in canary.words:
                    if not sees(reader_is, audience):
                        assert word not in answer, (item, way, reader_is)
                    elif way == "page" and item in ON_THE_PAGE:
                        assert any(one in answer for one in canary.words), (item, way, reader_is)


@pytest.mark.parametrize("audience", HIDDEN_FROM_SOME)
def test_a_hidden_item_finds_nobody(
    cast: Cast, readers: dict[Audience, Browser], follow: Callable[[], None], audience: Audience
) -> None:
    plant_all(cast.awa.id, audience)
    follow()
    for reader_is, reader in readers.items():
        # Of oneself the directory shows what other members, or journalists, would find.
        may_find = sees(Audience.MEMBERS if reader_is == Audience.ME else reader_is, audience)
        for item, canary in CANARIES.items():
            found = total(reader, f"q={quote(canary.asked)}") if canary.asked else 0
            assert found == (1 if may_find and item in FOUND_BY_WORDS else 0), (item, reader_is)
            if canary.facet:
                counted = total(reader, canary.facet)
                assert counted == (1 if may_find and item != "not_my_field" else 0), (item, reader_is)
            told = (
                reader.get(f"/people/suggest?lang=en&q={quote(canary.asked[:6])}").text
                if canary.asked
                else ""
            )
            if not may_find:
                assert cast.awa.handle not in told, (item, reader_is)


def total(reader: Browser, query: str) -> int:
    answer: int = reader.json("GET", f"/api/v1/people?{query}").json["total"]
    return answer


@pytest.mark.parametrize("audience", LADDER)
def test_seen_holds_what_its_audience_may_see_and_nothing_else(
    cast: Cast, session: Session, audience: Audience
) -> None:
    plant_all(cast.awa.id, audience)
    profile = session.get_one(Profile, cast.awa.id)
    profile.private_contact = "Privatecanary"
    for reader in LADDER:
        told = repr(seen(profile, reader))
        assert "Privatecanary" not in told
        for item, canary in CANARIES.items():
            assert (canary.in_seen in told) == sees(reader, audience), (item, reader)
