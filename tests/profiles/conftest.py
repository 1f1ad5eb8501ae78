"""Profiles stand on the taxonomy."""

from __future__ import annotations

import pytest
from flask import Flask

from community.profiles.taxonomy import ensure_topics


@pytest.fixture(autouse=True)
def topics(app: Flask) -> None:
    ensure_topics()
