"""Each story here begins with the topics and an empty index, which the database's emptying does not reach."""

from __future__ import annotations

import pytest
from flask import Flask

from community.directory.indexing import rebuild_index
from community.profiles.taxonomy import ensure_topics


@pytest.fixture(autouse=True)
def empty_index(app: Flask) -> None:
    ensure_topics()
    rebuild_index()
