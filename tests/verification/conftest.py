"""Verification stands on profiles, and on an index that the database's emptying does not reach."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from pydantic import SecretStr

from community.directory.indexing import rebuild_index
from community.profiles.taxonomy import ensure_topics
from tests.verification.orcid_server import OrcidServer


@pytest.fixture(autouse=True)
def prepared(app: Flask) -> None:
    ensure_topics()
    rebuild_index()


@pytest.fixture
def orcid(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[OrcidServer]:
    """A real server that speaks as ORCID does, on loopback, which the settings name."""
    settings = app.extensions["settings"]
    with OrcidServer() as server:
        monkeypatch.setattr(settings, "orcid_client_id", server.client_id)
        monkeypatch.setattr(settings, "orcid_client_secret", SecretStr(server.client_secret))
        monkeypatch.setattr(settings, "orcid_base_url", server.url)
        monkeypatch.setattr(settings, "outgoing_to_this_machine", True)
        yield server
