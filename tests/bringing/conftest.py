"""What stories of bringing need beside the cast."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from community.profiles.taxonomy import ensure_topics
from tests.browser import Browser

Bring = Callable[..., str]


@pytest.fixture
def topics(app: Flask) -> None:
    ensure_topics()


@pytest.fixture
def bring(topics: None) -> Bring:
    """`bring(browser, text)` uploads a file and returns the address of its preview."""

    def upload(browser: Browser, text: str | bytes, name: str = "works.bib") -> str:
        data = text if isinstance(text, bytes) else text.encode()
        answer = browser.post(
            "/profile/bring", {"file": (BytesIO(data), name)}, content_type="multipart/form-data"
        )
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    return upload
