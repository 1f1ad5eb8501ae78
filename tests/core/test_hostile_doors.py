"""What no page of ours sends, at every door there is: in the address, the query, the form, the JSON, the event.

It is refused or passed over, and is never a fault: one would fill the log with traces, and tell of a place that nobody
has thought about. A new door is walked through by itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.routing import Rule

from community.config import PROJECT_ROOT
from community.core.socket_doors import DOORS
from community.directory.indexing import rebuild_index
from community.profiles.taxonomy import ensure_topics
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import group_of
from tests.profiles.drafts import publish
from tests.saved_searches.conftest import keep
from tests.schemas import Schemas
from tests.shortlists.conftest import begin, put
from tests.stories.writing import article, published

pytestmark = pytest.mark.slow  # two thousand requests

WORDS = ("a\x00b", "half \ud800", "9" * 30)
"""In addresses, queries and forms: what PostgreSQL does not take, what is no text, what is beyond 64 bits."""
_READ = re.compile(r'\b(?:args|values|form|files)\.(?:get|getlist)\(\s*"([\w-]+)"')
_PART = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
ENDS_THE_WALK = {"security.logout", "accounts.end_session"}


@pytest.fixture
def places(cast: Cast, follow: Callable[[], None]) -> dict[str, dict[str, str]]:
    """What stands for the parts of true addresses, by blueprint; Ada, who runs all, has something behind each."""
    ensure_topics()
    rebuild_index()
    for person in (cast.awa, cast.ada):
        publish(person)
    listed = begin(cast.ada, "Dams")
    put(cast.ada, listed, cast.awa, "A note")
    follow()
    story = published(cast.lindiwe, article(cast.lindiwe, cast.awa))
    return {
        "": {
            "handle": cast.awa.handle,
            "slug": story.slug,
            "story_id": str(story.id),
            "step": "publications",
        },
        "messaging": {"public_id": group_of(cast.ada, cast.awa)},
        "shortlists": {"public_id": listed},
        "saved_searches": {"public_id": keep(cast.ada, "Ports", "topic=ports")},
        "topics": {"slug": "ports"},
    }


def test_no_address_query_or_form_is_a_fault(
    app: Flask, cast: Cast, browser: Callable[..., Browser], places: dict[str, dict[str, str]]
) -> None:
    ada, names = browser(cast.ada), sorted(names_read())
    assert {"before", "q", "with", "client_id", "display_name"} <= set(names)  # the premise
    told: Counter[int] = Counter()
    faults = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ENDS_THE_WALK:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for address, query, form in attempts(rule, method, places, names):
                form = [*form, ("csrf_token", ada.token)]
                answer = ada.open(
                    f"{address}?{query}",
                    method=method,
                    data=None if method == "GET" else urlencode(form, errors="surrogatepass"),
                    content_type="application/x-www-form-urlencoded",
                    headers={"X-CSRFToken": ada.token},
                )
                told[answer.status_code] += 1
                if answer.status_code >= 500:
                    faults.append((method, rule.rule, address[:80], query[:20]))
    assert not faults
    assert min(told[status] for status in (200, 302, 400, 404, 422)) > 20, told  # the doors were reached


def test_no_json_is_a_fault(
    cast: Cast, browser: Callable[..., Browser], places: dict[str, dict[str, str]], app: Flask
) -> None:
    ada = browser(cast.ada)
    document = ada.get("/api/v1/openapi.json").get_json()
    rules = {
        (_PART.sub(r"{\1}", rule.rule), method): rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    faults, told = [], Counter[int]()
    for path, doors in document["paths"].items():
        for method, door in doors.items():
            wanted = door.get("requestBody", {}).get("content", {}).get("application/json")
            if wanted is None:
                continue
            address = filled(rules[path, method.upper()], places)
            schema = Schemas(document["components"]["schemas"])
            for body in schema.spoilt(wanted["schema"]):
                answer = ada.json(method.upper(), address, body)
                told[answer.status_code] += 1
                if answer.status_code >= 500:
                    faults.append((method, path, json.dumps(body)[:200]))
    assert not faults
    assert min(told[status] for status in (400, 404, 422)) > 5, told


def test_no_event_is_a_fault(
    cast: Cast, socket: Callable[[Person], Line], places: dict[str, dict[str, str]]
) -> None:
    ada = socket(cast.ada)
    faults, told = [], Counter[int]()
    for event, door in DOORS.items():
        document = door.payload.model_json_schema()
        schema = Schemas(document.get("$defs", {}), conversation=places["messaging"]["public_id"])
        for payload in schema.spoilt(document):
            status = ada.ask(event, payload).get("error", {}).get("status", 200)
            told[status] += 1
            if status >= 500:
                faults.append((event, str(payload)[:200]))
    assert not faults
    assert min(told[status] for status in (200, 422)) > 5, told


def attempts(
    rule: Rule, method: str, places: dict[str, dict[str, str]], names: list[str]
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Addresses, queries and forms: one part is hostile at a time, or everything beside the address is."""
    for word in WORDS:
        for part in rule.arguments:
            yield filled(rule, places, {part: word}), "", []
        said = [(name, word) for name in names]
        if method == "GET":
            yield filled(rule, places), urlencode(said, errors="surrogatepass"), []
        elif not rule.rule.startswith("/api/"):
            yield filled(rule, places), "", said


def filled(rule: Rule, places: dict[str, dict[str, str]], hostile: dict[str, str] | None = None) -> str:
    """An address of this door."""
    blueprint = rule.endpoint.partition(".")[0].removesuffix("_api")
    parts = places[""] | places.get(blueprint, {}) | (hostile or {})
    return _PART.sub(lambda part: quote(parts.get(part[1], "1"), safe="", errors="surrogatepass"), rule.rule)


def names_read() -> set[str]:
    """Of everything that any door reads from a query or a form."""
    texts = (path.read_text() for path in (PROJECT_ROOT / "community").rglob("*.py"))
    return {name for text in texts for name in _READ.findall(text)} | set(_fields(FlaskForm)) - {"csrf_token"}


def _fields(form: type[FlaskForm]) -> Iterator[str]:
    for one in form.__subclasses__():
        yield from (name for name, field in vars(one).items() if hasattr(field, "field_class"))
        yield from _fields(one)
