"""Each item of a profile, told to each audience that its owner chose, and to no other: item by item, way by way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml import html

from tests.browser import Browser
from tests.cast import Cast, Person
from tests.privacy.reading import text_of
from tests.privacy.scene import Reader, hide, hiders_of, readers_of
from tests.profiles.canaries import canaries

NewBrowser = Callable[..., Browser]

WHOLE = {"page", "json"}
"""The ways on which every item is told that may be: the premise."""


@pytest.fixture
def readers(cast: Cast, browser: NewBrowser, follow: Callable[[], None]) -> tuple[Reader, ...]:
    hide(cast)
    follow()
    return readers_of(cast, browser)


def ways_out(reader: Browser, person: Person) -> Iterator[tuple[str, str]]:
    """Every answer about the person that this reader can ask for."""
    yield "page", text_of(reader.get(f"/people/{person.handle}?lang=en"))
    yield "json", text_of(reader.json("GET", f"/api/v1/people/{person.handle}"))
    for ending in ("vcf", "bib", "csl.json"):
        yield ending, text_of(reader.get(f"/people/{person.handle}.{ending}?lang=en"))
    hit = reader.page("/people?lang=en").xpath(f"//article[.//a[@href='/people/{person.handle}']]")
    assert len(hit) == 1
    yield "hit", html.tostring(hit[0], encoding="unicode")
    (found,) = (
        one for one in reader.json("GET", "/api/v1/people").json["people"] if one["handle"] == person.handle
    )
    yield "hit in json", str(found)


def test_an_item_is_told_to_whom_it_is_shown_and_to_nobody_else(
    cast: Cast, readers: tuple[Reader, ...]
) -> None:
    missing = []
    for audience, hider in hiders_of(cast).items():
        for reader in readers:
            told = reader.sees(hider, audience)
            for way, answer in ways_out(reader.browser, hider):
                for item, canary in canaries(audience).items():
                    where = (item, hider.name, way, reader.name)
                    stands = [word for word in canary.words if word in answer]
                    if not told:
                        assert not stands, where
                    elif way in WHOLE:
                        missing += [] if stands else [where]
    assert not missing
