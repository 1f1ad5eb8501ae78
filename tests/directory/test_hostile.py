"""Bad input: as text of profiles and as questions. Never a fault, never a hang, never a line of script in a page.

What is bounded is the work, as seconds of this process's own time: others may keep the machine busy.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from community.core.actor import ANONYMOUS
from community.core.text import tidy_line
from community.directory.asking import Asked
from community.directory.engine import engine, warm_up
from community.directory.queries import search, suggest
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.harmless import foreign, shapes
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin, put

pytestmark = pytest.mark.slow

NewBrowser = Callable[..., Browser]

HOSTILE = (
    "word " * 2_000,
    "a" * 10_000,
    "张" * 10_000,
    "كلمة" * 2_500,
    "x'-" * 3_333,
    '"' * 9_999,
    "“" * 5_000 + "」«",
    '"a" ' * 2_500,
    '"unbalanced quote',
    "\x00\x01\x02\x1b\x7f port\x00",
    "\u202eport\u202c \u2066\u200f\u202d",
    "a\u0301" * 5_000,
    "e\u200d" * 5_000,
    "' OR 1=1; -- & | ! <-> :* () \\",
    "%" * 5_000 + "_" * 5_000,
    "(" * 5_000 + ")" * 5_000,
    "\"><script>alert('q')</script><svg onload=alert(1)>",
    "</title></script><img src=x onerror=alert(1)>",
)
WORK_SECONDS, HANG_SECONDS = 5.0, 30
"""For a hundred lines at once on a machine that has other things to do; what hangs takes for ever."""


@contextmanager
def bounded(what: str) -> Iterator[None]:
    """Raises AssertionError for more than a few seconds' work; ends what hangs, where PostgreSQL works too."""

    def hangs(signum: int, frame: FrameType | None) -> None:
        raise AssertionError(f"hangs: {what[:200]!r}")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANG_SECONDS)
    started = process_time()
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert process_time() - started < WORK_SECONDS, what[:200]


@pytest.fixture
def naughty(shared_data: Path) -> list[str]:
    lines: list[str] = json.loads((shared_data / "security" / "blns.json").read_text(encoding="utf-8"))
    assert len(lines) > 500
    return lines


@pytest.fixture(autouse=True)
def warm(app: Flask) -> None:
    """The Chinese dictionary is loaded once a process; that is not what is bounded here."""
    warm_up()


def profile_of(lines: list[str]) -> dict[str, Any]:
    """A profile with each of the lines as the title of a work, and some of them in every other place there is."""
    said = [line for line in lines if tidy_line(line)]
    rows = [line[:80] for line in said if tidy_line(line[:80])]
    one = rows[0]
    return {
        "version": 0,
        "audience": "public",
        "display_name": one,
        "native_name": rows[1],
        "latin_name": rows[2],
        "family_name": rows[3],
        "variants": [{"text": line} for line in dict.fromkeys(rows[:10])],
        "headline": rows[4],
        "biography": "\n\n".join(lines)[:2500],
        "pronunciation": rows[5],
        "form_of_address": rows[6][:60],
        "kinds": ["scholar"],
        "city": rows[7],
        "press_office_name": rows[8],
        "press_office_contact": rows[9],
        "private_contact": rows[10],
        "based_in": "SN",
        "topics": ["ports"],
        "languages": [{"language": "fr", "level": "live"}],
        "affiliations": [
            {"institution": line, "role": line, "city": line} for line in dict.fromkeys(rows[:12])
        ],
        "publications": [
            {"title": line, "authors": line, "venue": line[:200], "url": "https://a.example/b", "year": 2020}
            for line in said
        ],
        "appearances": [
            {"outlet": line, "title": line[:300], "medium": "radio"} for line in dict.fromkeys(rows[:20])
        ],
        "disclosures": [{"organisation": line, "note": line} for line in dict.fromkeys(rows[:20])],
        "links": [
            {"label": line, "url": "https://a.example/?" + line[:300]} for line in dict.fromkeys(rows[:10])
        ],
    }


def save(reader: Browser, lines: list[str]) -> None:
    with bounded(str(lines)):
        answer = reader.json("PUT", "/api/v1/profile", profile_of(lines))
    assert answer.status_code == 200, answer.text


def pages(reader: Browser, listed: str, *people: Person) -> Iterator[html.HtmlElement]:
    profiles = (f"/people/{person.handle}" for person in people)
    for address in (*profiles, "/people", "/people?q=ports", f"/shortlists/{listed}"):
        with bounded(address):
            answer = reader.get(address)
        assert answer.status_code == 200, answer.text
        yield html.document_fromstring(answer.text)


def test_naughty_strings_are_texts_of_profiles_like_others(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None], session: Session, naughty: list[str]
) -> None:
    """Each is saved, shown, indexed, found and taken along; and no page has anything in it that it has not with
    harmless words."""
    people = [cast.awa, cast.jose, cast.omar, cast.chen_hao, cast.rafael]
    reader = browser(cast.amina)
    listed = begin(cast.amina, "Harmless")
    for person in (cast.lindiwe, cast.ada, cast.zhang_wei):
        save(browser(person), [f"Harmless words {n}" for n in range(25)])
        put(cast.amina, listed, person, "Harmless")
    follow()
    known = shapes(pages(reader, listed, cast.lindiwe))
    for place, person in enumerate(people):
        save(browser(person), naughty[place :: len(people)])
        put(cast.amina, listed, person, naughty[place])
    with bounded("indexing"):
        follow()
    for page in pages(reader, listed, *people):
        assert not foreign(page, known)
    files = [
        f"/people/{person.handle}.{ending}" for person in people for ending in ("vcf", "bib", "csl.json")
    ]
    records = [f"/api/v1/people/{person.handle}" for person in people]
    for address in (*files, *records, f"/shortlists/{listed}/list.csv", f"/shortlists/{listed}/list.vcf"):
        with bounded(address):
            assert reader.get(address).status_code == 200
    texts = list(_joined(naughty, 380))[::3]
    found = 0
    for text in texts:
        with bounded(text):
            found += bool(search(session, ANONYMOUS, Asked.from_address(MultiDict({"q": text}))).people)
            suggest(session, ANONYMOUS, tidy_line(text)[:80])
    assert found > len(texts) / 2  # the premise: it is their lines that were searched


def test_naughty_strings_are_questions_like_others(
    cast: Cast, follow: Callable[[], None], naughty: list[str]
) -> None:
    publish(cast.awa)
    publish(cast.jose)
    follow()
    for line in naughty:
        query = Asked.from_address(MultiDict({"q": line})).query("public")
        with bounded(line):
            engine().search(replace(query, facets=()))


def test_a_page_repeats_what_was_asked_as_words(
    app: Flask, cast: Cast, browser: NewBrowser, naughty: list[str]
) -> None:
    reader = browser(cast.amina)
    known = shapes(
        [reader.page("/people?q=harmless"), reader.page("/people?q=harmless&kind=scholar&topic=ports")]
    )
    every = 1 if app.extensions["settings"].is_embedded else 4  # the page is the same above both engines
    for text in (*HOSTILE, *list(_joined(naughty, 380))[::every]):
        with bounded(text):
            answer = reader.get("/people", query_string={"q": text, "kind": text[:500], "topic": text[:90]})
        assert answer.status_code == 200, text[:200]
        assert not foreign(html.document_fromstring(answer.text), known), text[:200]
    for text in HOSTILE:
        for address in ("/people/suggest", "/api/v1/people"):
            with bounded(text):
                assert reader.get(address, query_string={"q": text}).status_code == 200, text[:200]


def _joined(lines: list[str], length: int) -> Iterator[str]:
    """The lines, several in one text of at most this length."""
    text = ""
    for line in lines:
        if len(text) + len(line) > length:
            yield text
            text = ""
        text += f"{line} "
    yield text
