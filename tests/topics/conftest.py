"""Topics stand on the taxonomy and on an index that the database's emptying does not reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from lxml import html

from community.directory.indexing import rebuild_index
from community.profiles.taxonomy import ensure_topics


@pytest.fixture(autouse=True)
def topics(app: Flask) -> None:
    ensure_topics()
    rebuild_index()


@pytest.fixture
def typed() -> Callable[[html.HtmlElement], dict[str, Any]]:
    """What a browser would send of the page's form as it stands."""

    def read(page: html.HtmlElement) -> dict[str, Any]:
        form = page.xpath("//main//form[contains(@class, 'form')]")[0]
        return {name: value.removeprefix("\n") for name, value in form.form_values()}

    return read
