"""What is hidden from somebody comes through no door that they can open; what is told to them comes through some."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable

import pytest
from flask import Flask

from community.profiles.models import Audience
from tests.browser import Browser
from tests.cast import Cast
from tests.privacy.doors import addresses
from tests.privacy.reading import found_in, text_of
from tests.privacy.scene import Scene, set_scene
from tests.profiles.canaries import PRIVATE

pytestmark = pytest.mark.slow

SHOWING = {
    Audience.MEMBERS: {
        "profiles.show",
        "profiles_api.get_profile",
        "taking.card",
        "taking.publications_as_bibtex",
        "taking.publications_as_csl",
        "directory.index",
        "directory.suggest",
        "directory_api.search_people",
        "shortlists.show",
        "shortlists.as_csv",
        "shortlists.as_vcards",
        "shortlists_api.get_shortlist",
    }
}
SHOWING[Audience.JOURNALISTS] = SHOWING[Audience.MEMBERS]
"""The doors through which somebody of an audience is told what others show to it: the premise."""

OF_THE_DESK = {"verification.person"}
"""Here an editor reads statements whoever may see them: the desk answers for them (decision 9)."""


@pytest.fixture
def scene(cast: Cast, browser: Callable[..., Browser], follow: Callable[[], None]) -> Scene:
    return set_scene(cast, browser, follow)


def test_what_is_hidden_comes_through_no_door(
    app: Flask, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for reader in scene.readers:
        hidden, told = scene.hidden_from(reader), scene.told_to(reader)
        others = {one.email for one in scene.hiders.values() if one != reader.person}
        showing: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for endpoint, address in addresses(app, scene, reader):
            answer = reader.browser.get(address)
            text = text_of(answer)
            assert answer.status_code < 500, address
            if not (endpoint in OF_THE_DESK and reader.name == "an editor"):
                assert not found_in(text, hidden), (reader.name, address)
            assert not [one for one in others if one in text], (reader.name, address)
            assert PRIVATE not in text or address.startswith("/profile/edit/talk"), (reader.name, address)
            showing[endpoint] |= found_in(text, told)
        assert not SHOWING.get(reader.stands, set()) - {door for door, found in showing.items() if found}, (
            reader.name
        )
    everything = [
        one for reader in scene.readers for one in (*scene.hidden_from(reader), *scene.told_to(reader))
    ]
    assert not found_in(caplog.text, everything)
    assert PRIVATE not in caplog.text
