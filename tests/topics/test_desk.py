"""Editors word the taxonomy; what they did is noted with their name, and the search follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.errors import NotAllowed
from community.core.unit_of_work import unit_of_work
from community.profiles import taxonomy as module
from community.profiles.models import Topic
from community.profiles.taxonomy import load_topics, taxonomy
from community.topics import actions
from community.topics.drafts import TopicDraft
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]
Typed = Callable[[html.HtmlElement], dict[str, Any]]

DOORS = (
    ("GET", "/desk/topics"),
    ("GET", "/desk/topics/new"),
    ("GET", "/desk/topics/ports/edit"),
    ("POST", "/desk/topics/ports/edit"),
    ("POST", "/desk/topics/ports/steps/retire"),
    ("GET", "/desk/topics/ports/merge"),
    ("POST", "/desk/topics/ports/merge"),
)


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_the_desk_is_the_editors(cast: Cast, browser: NewBrowser, method: str, address: str) -> None:
    sent = {"method": method, "data": {"csrf_token": browser(cast.amina).token}}
    amina = browser(cast.amina)
    sent["data"]["csrf_token"] = amina.token
    assert amina.open(address, **sent).status_code == 403
    lindiwe = browser(cast.lindiwe)
    sent["data"]["csrf_token"] = lindiwe.token
    assert lindiwe.open(address, **sent).status_code in (200, 302, 422)  # the premise


def test_no_action_takes_a_member_for_an_editor(cast: Cast) -> None:
    amina = cast.amina.actor
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.retire_topic(session, amina, "ports")


def test_a_new_word_finds_whoever_has_the_topic(
    cast: Cast, browser: NewBrowser, typed: Typed, follow: Callable[[], None]
) -> None:
    publish(cast.awa, topics=("ports",))
    follow()
    assert "0 people" in words(browser().page("/people?q=quayside"))
    lindiwe = browser(cast.lindiwe)
    form = typed(lindiwe.page("/desk/topics/ports/edit"))
    form["en-synonyms"] += "\nquayside"
    assert lindiwe.post("/desk/topics/ports/edit", form).status_code == 302
    follow()
    assert "1 person" in words(browser().page("/people?q=quayside"))
    log = words(lindiwe.page("/desk/topics"))
    assert "Ports and shipping: changed: other words Lindiwe Mahlangu" in log


def test_a_topic_is_added_and_offered(cast: Cast, browser: NewBrowser, typed: Typed) -> None:
    lindiwe = browser(cast.lindiwe)
    form = typed(lindiwe.page("/desk/topics/new"))
    form |= {"group": "energy", "en-label": "Geothermal power", "fr-label": "Géothermie"}
    form["fr-synonyms"] = "chaleur de la terre\nChaleur de la terre\n\ngéothermie"
    answer = lindiwe.post("/desk/topics/new", form)
    assert answer.headers["Location"] == "/desk/topics/geothermal-power/edit"
    assert "Geothermal power" in words(browser(cast.awa).page("/profile/edit/topics"))
    assert "Géothermie" in words(browser().page("/topics?lang=fr"))
    entry = browser().json("GET", "/api/v1/topics").json["topics"][-1]
    assert (entry["slug"], entry["synonyms"]["fr"]) == ("geothermal-power", ["chaleur de la terre"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("en-label", "", "needs an English label"),
        ("en-label", "x" * 81, "At most 80 characters"),
        ("en-synonyms", "container terminals\nRAILWAYS", "leads to “Railways” already"),
        ("fr-label", "chemins de fer", "leads to “Railways” already"),
        ("openalex", "10128", "T and five digits"),
        ("group", "nowhere", "choose a group"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    cast: Cast, browser: NewBrowser, typed: Typed, session: Session, field: str, value: str, said: str
) -> None:
    lindiwe = browser(cast.lindiwe)
    form = typed(lindiwe.page("/desk/topics/ports/edit")) | {field: value}
    answer = lindiwe.post("/desk/topics/ports/edit", form)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert said in words(page)
    if field != "group":
        assert typed(page)[field] == value
    assert taxonomy(session).by_slug["ports"].label("en") == "Ports and shipping"


def test_two_editors_do_not_overwrite_each_other_unseen(
    cast: Cast, browser: NewBrowser, typed: Typed
) -> None:
    lindiwe, rafael = browser(cast.lindiwe), browser(cast.rafael)
    first, second = (typed(one.page("/desk/topics/ports/edit")) for one in (lindiwe, rafael))
    assert lindiwe.post("/desk/topics/ports/edit", first | {"en-label": "Ports"}).status_code == 302
    answer = rafael.post("/desk/topics/ports/edit", second | {"en-label": "Harbours"})
    assert answer.status_code == 409
    again = typed(html.fromstring(answer.text))
    assert again["en-label"] == "Harbours"
    assert rafael.post("/desk/topics/ports/edit", again).status_code == 302
    assert "Harbours" in words(browser().page("/topics/ports"))


def test_a_retired_topic_is_kept_by_whoever_has_it(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    publish(cast.awa, topics=("ports",))
    lindiwe = browser(cast.lindiwe)
    assert lindiwe.post("/desk/topics/ports/steps/retire").status_code == 302
    follow()
    box = "//input[@name='topics' and @value='ports']"
    kept = "//input[starts-with(@name, 'chosen-') and @value='ports']"
    assert browser(cast.awa).page("/profile/edit/topics").xpath(kept)
    assert not browser(cast.amina).page("/profile/edit/topics").xpath(box)
    assert "Ports and shipping" not in words(browser().page("/topics"))
    assert "no longer offered" in words(browser().page("/topics/ports"))
    assert "1 person" in words(browser().page("/people?topic=ports"))
    lindiwe.post("/desk/topics/ports/steps/offer")
    assert browser(cast.amina).page("/profile/edit/topics").xpath(box)


def test_the_file_adds_topics_and_words_only_what_nobody_touched(
    app: Flask, cast: Cast, session: Session, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = {"en": "Harbours"}
    editor = cast.lindiwe.actor
    with unit_of_work() as unit:
        port = taxonomy(unit).by_slug["ports"]
        draft = TopicDraft(group="trade", labels=labels, synonyms={})
        actions.edit_topic(unit, editor, "ports", actions.version_of(unit.get_one(Topic, port.id)), draft)
    later = json.loads(module._FILE.read_text())
    named = {topic["slug"]: topic for topic in later["topics"]}
    named["ports"]["labels"]["en"] = "Ports of the file"
    named["railways"]["labels"]["en"] = "Trains"
    later["topics"].append(named["lithium"] | {"slug": "sodium", "labels": {"en": "Sodium"}, "synonyms": {}})
    file = tmp_path / "taxonomy.json"
    file.write_text(json.dumps(later))
    monkeypatch.setattr(module, "_FILE", file)
    for _twice in range(2):
        with unit_of_work() as unit:
            load_topics(unit)
    found = {topic.slug: topic.labels["en"] for topic in session.scalars(select(Topic))}
    assert (found["ports"], found["railways"], found["sodium"]) == ("Harbours", "Trains", "Sodium")
    assert len(found) == len(later["topics"])
