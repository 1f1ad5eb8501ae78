"""Whoever is not in a conversation cannot tell it from one that is not there: by no door, in no word of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from community.core.socket_doors import DOORS
from community.messaging import actions
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import add, do, group_of, say
from tests.schemas import Schemas

NOWHERE = "x" * 22
_PART = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
_TOKEN = re.compile(r'="[\w-]+\.[\w-]+\.[\w-]+"')
FITS = {
    "body": "Let me in.",
    "client_id": "client-0001",
    "people": ["awa-ndiaye"],
    "person": "awa-ndiaye",
    "title": "Mine",
    "rule": "on_record",
    "sequence": 2,
    "quote": 2,
    "days": 7,
    "sign": "agree",
}
"""What somebody who is in it might say."""


@pytest.fixture
def talk(cast: Cast) -> str:
    """A group in which Omar never was, from which Zhang Wei was taken out, and that Chen Hao did not want to join."""
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    say(cast.amina, talk, "What they must not know.", "amina-secret")
    add(cast.amina, talk, cast.chen_hao)
    do(actions.decline_request, cast.chen_hao, talk)
    do(actions.remove_person, cast.amina, talk, cast.zhang_wei.handle)
    return talk


@pytest.fixture(params=["omar", "zhang_wei", "chen_hao"])
def outsider(request: pytest.FixtureRequest, cast: Cast, talk: str) -> Person:
    person: Person = getattr(cast, request.param)
    return person


def test_by_page_or_program(
    app: Flask, cast: Cast, browser: Callable[..., Browser], talk: str, outsider: Person
) -> None:
    here, inside = browser(outsider), browser(cast.amina)
    document = here.get("/api/v1/openapi.json").get_json()
    schemas, doors, opened = Schemas(document["components"]["schemas"], **FITS), 0, set()
    for rule in app.url_map.iter_rules():
        if "public_id" not in rule.arguments or not rule.endpoint.startswith("messaging"):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            door = document["paths"].get(_PART.sub(r"{\1}", rule.rule), {}).get(method.lower(), {})
            wanted = door.get("requestBody", {}).get("content", {}).get("application/json")
            body = schemas.fitting(wanted["schema"]) if wanted else None
            told = [
                _told(here, method, address, body)
                for address in (_address(rule, talk), _address(rule, NOWHERE))
            ]
            assert told[0] == told[1], (method, rule.rule)
            assert told[0][0] == 404, (method, rule.rule, told[0])
            doors += 1
            if method == "GET" and _told(inside, method, _address(rule, talk), None)[0] == 200:
                opened.add(rule.endpoint)
    assert doors > 40
    assert {"messaging.show", "messaging.message", "messaging_api.list_entries"} <= opened  # the premise
    for url in ("/conversations/search?q=know&in=", "/api/v1/messages?q=know&in="):
        assert _told(here, "GET", url + talk, None) == _told(here, "GET", url + NOWHERE, None)
        assert "must not" in inside.get(url + talk).text  # the premise
        assert "must not" not in here.get(url.partition("&")[0]).text


def test_by_socket(cast: Cast, socket: Callable[[Person], Line], talk: str, outsider: Person) -> None:
    line, asked = socket(outsider), 0
    for event, door in DOORS.items():
        schema = door.payload.model_json_schema()
        if "conversation" in schema.get("properties", {}):
            payload = Schemas(schema.get("$defs", {}), **FITS).fitting(schema)
            told, of_none = (line.ask(event, payload | {"conversation": one}) for one in (talk, NOWHERE))
            assert told == of_none, event
            assert told["error"]["status"] == 404, (event, told)
            asked += 1
    assert asked > 15


def _address(rule: Rule, talk: str) -> str:
    parts = {"public_id": talk, "number": "2", "handle": "awa-ndiaye", "sign": "agree", "file_id": NOWHERE}
    return _PART.sub(lambda part: parts[part[1]], rule.rule)


def _told(person: Browser, method: str, address: str, body: object) -> tuple[int, str]:
    """The status, and the words without the address that was asked and the form's token, which counts seconds."""
    if address.startswith("/api/"):
        answer = person.json(method, address, body)
    elif method == "GET":
        answer = person.get(address)
    else:
        answer = person.post(address, {**FITS, "people": "awa-ndiaye", "on": "1", "muted": "1"})
    asked = address.partition("?")[0].split("/")
    text = _TOKEN.sub("", answer.text)
    for part in (address.rpartition("in=")[2], *(one for one in asked if len(one) == 22)):
        text = text.replace(part, "")
    return answer.status_code, text
