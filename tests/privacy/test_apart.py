"""What leaves by other ways than doors: mail, and news over sockets. And who asked not to be listed, or for care."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from community.core import clock
from community.core.db import db
from community.core.mail import Mail
from community.directory.saved_searches.jobs import send_alerts
from community.profiles.taxonomy import taxonomy
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.discussions.talking import reply
from tests.line import Line
from tests.messaging.talking import say
from tests.privacy.doors import addresses
from tests.privacy.reading import found_in, text_of
from tests.privacy.scene import Scene, set_scene
from tests.profiles.drafts import make_verified_journalist, publish

NewBrowser = Callable[..., Browser]
Follow = Callable[[], None]


def test_a_mail_says_nothing_that_is_not_public(cast: Cast, browser: NewBrowser, follow: Follow) -> None:
    scene = set_scene(cast, browser, follow)
    with clock.at(clock.now() + timedelta(days=2)):
        send_alerts()
    follow()
    mails = {mail.recipient: mail for mail in db.session.scalars(select(Mail))}
    anybody = scene.readers[0]
    for mail in mails.values():
        assert not found_in(f"{mail.subject}\n{mail.body}", scene.hidden_from(anybody))
        assert not [word for word in ("practitioner", "Practitioner") if word in mail.body]
        bhutan, ports = mail.body.split("New for “Ports”:")
        for hider in scene.hiders.values():
            assert hider.name not in bhutan  # that they live there is what they hide
            assert f"· {hider.name}\n" in ports or mail.recipient == hider.email  # the premise: without facts
    # The premise: each was told how many they would see. Nobody is news to oneself.
    assert mails[cast.omar.email].subject == "4 new people match your searches"
    assert mails[cast.amina.email].subject == "5 new people match your searches"


def test_news_over_a_socket_says_nothing_that_is_not_public(
    cast: Cast, browser: NewBrowser, follow: Follow, socket: Callable[[Person], Line]
) -> None:
    scene = set_scene(cast, browser, follow)
    talk = scene.places["a member"]["messaging"]
    (omar,) = (one for one in scene.readers if one.person == cast.omar)
    line = socket(cast.omar)
    assert line.ask("thread.follow", story_id=scene.story.id, after=0)["ok"]
    say(cast.jose, talk, "The annex is here.", "message-of-jose")
    reply(cast.jose, scene.story, "On page 14.")
    heard = [line.heard("conversation.entry"), line.heard("thread.reply")]
    assert "José" in json.dumps(heard, ensure_ascii=False)
    assert not found_in(json.dumps(heard, ensure_ascii=False), scene.hidden_from(omar))


@pytest.mark.slow
def test_who_is_not_listed_stands_in_no_list_and_can_be_written_to(
    app: Flask, cast: Cast, browser: NewBrowser, follow: Follow
) -> None:
    scene = set_scene(cast, browser, follow)
    shown = publish(cast.zhang_wei, headline="Unlistedcanary", topics=("hydropower",), is_listed=True)
    follow()
    assert places_of(app, scene, cast.zhang_wei) >= {
        "directory.index",
        "directory.suggest",
        "directory_api.search_people",
    }
    publish(cast.zhang_wei, version=shown.version, headline="Unlistedcanary", is_listed=False)
    follow()
    assert places_of(app, scene, cast.zhang_wei) == set()
    address = f"/people/{cast.zhang_wei.handle}"
    assert "Unlistedcanary" in words(browser().page(address))
    assert browser(cast.omar).get(f"{address}/write").status_code == 200


def places_of(app: Flask, scene: Scene, person: Person) -> set[str]:
    """The doors through which somebody stands in a list for anybody or a member."""
    return {
        endpoint
        for reader in scene.readers[:2]
        for endpoint, address in _lists(app, scene)
        if (text := text_of(reader.browser.get(address)))
        and (person.handle in text or "Unlistedcanary" in text)
    }


def _lists(app: Flask, scene: Scene) -> Iterator[tuple[str, str]]:
    for endpoint, address in addresses(app, scene, scene.readers[0]):
        if not urlsplit(address).path.startswith(("/profile", "/desk", "/conversations", "/settings")):
            yield endpoint, address
    yield "directory.index", "/people?q=zhang"
    yield "directory.suggest", "/people/suggest?q=zhan"


def test_who_knows_a_sensitive_topic_is_told_to_verified_journalists_only(
    cast: Cast, browser: NewBrowser, follow: Follow
) -> None:
    sensitive = next(one for one in taxonomy(db.session()).topics if one.is_sensitive)
    make_verified_journalist(cast.amina)
    publish(cast.awa, topics=(sensitive.slug,), biography="", headline="Reads contracts")
    follow()
    label = sensitive.label("en")
    for person, is_told in ((None, False), (cast.omar, False), (cast.lindiwe, False), (cast.amina, True)):
        reader = browser(person)
        assert (label in words(reader.page(f"/people/{cast.awa.handle}?lang=en"))) is is_told
        for asked in (f"topic={sensitive.slug}", f"q={label}"):
            assert reader.json("GET", f"/api/v1/people?{asked}").json["total"] == int(is_told), asked
        counted = reader.json("GET", "/api/v1/people").json["facets"]["topic"]
        assert (sensitive.slug in counted) is is_told
        begun = reader.get("/people/suggest", query_string={"q": label[:5], "lang": "en"}).json["suggestions"]
        assert (label in {one["text"] for one in begun}) is is_told
        page = words(reader.page(f"/topics/{sensitive.slug}?lang=en"))
        assert ("Nobody whom you can see names this topic yet." not in page) is is_told
