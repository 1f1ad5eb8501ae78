"""What stories of an institution's file need beside the cast."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from lxml import html

from community.profiles.taxonomy import ensure_topics
from tests.browser import Browser

Upload = Callable[..., str]

HEADINGS = "Name;ORCID iD;Email;Institution;Job title;Country;Expertise;Languages;Bio"
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def topics(app: Flask) -> None:
    ensure_topics()


@pytest.fixture
def upload(topics: None) -> Upload:
    """`upload(browser, text)` brings a file and returns the address of its preview."""

    def bring(browser: Browser, text: str | bytes, **more: Any) -> str:
        answer = send(browser, text, **more)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    return bring


def send(browser: Browser, text: str | bytes, name: str = "staff.csv", **more: Any) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(
        "/desk/people", {"file": (BytesIO(data), name), **more}, content_type="multipart/form-data"
    )


def form_of(page: html.HtmlElement, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the preview's form."""
    form = next(form for form in page.forms if form.xpath(".//input[@name='columns']"))
    data: dict[str, Any] = dict(form.form_values())
    several = {name: form.xpath(f".//input[@name='{name}']/@value") for name in ("columns", "shown")}
    ticked = form.xpath(".//input[@name='take'][@checked]/@value")
    return {**data, **several, "take": ticked, "do": "keep", **changes}
