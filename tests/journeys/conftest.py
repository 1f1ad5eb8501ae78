"""The real server with the demo community, and real browsers; one server for all journeys of a worker."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from community.demo.accounts import PASSWORD, email_of
from tests.chromium import Chromium, chromium, sign_in
from tests.serving import RunningServer

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """`community run`, first start: migrated and filled."""
    with RunningServer(tmp_path_factory.mktemp("served") / "instance") as server:
        yield server


@pytest.fixture(scope="session")
def untouched(served: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the filled instance, made before any journey begins."""
    instance = tmp_path_factory.mktemp("untouched") / "instance"
    shutil.copytree(served.instance, instance, ignore=shutil.ignore_patterns("*.sqlite*"))
    for database in served.instance.glob("*.sqlite"):
        with (
            closing(sqlite3.connect(database)) as running,
            closing(sqlite3.connect(instance / database.name)) as copy,
        ):
            running.backup(copy)  # also what is only in the write-ahead log yet
    return instance


@pytest.fixture
def filled(untouched: Path, tmp_path: Path) -> Path:
    """A filled instance of its own, for a journey that breaks its server, or must not meet what others left."""
    return shutil.copytree(untouched, tmp_path / "instance")


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Chromium]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(chromium_browser: Chromium, served: RunningServer, untouched: Path) -> Iterator[Visit]:
    """`visit("amina-kariuki", width=360)` is a page of a browser of her own, signed in; `visit()` a reader's.

    A script error or a refused resource on any page fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        handle: str | None = None, *, width: int = 1280, url: str | None = None, **more: object
    ) -> Page:
        context = chromium_browser.new_context(
            base_url=url or served.url,
            viewport={"width": width, "height": 900},
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
        )
        if handle:
            sign_in(page, email_of(handle), PASSWORD)
        return page

    yield open_page
    chromium_browser.close(contexts)
    assert not faults
