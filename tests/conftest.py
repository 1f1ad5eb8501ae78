"""One application per shape and session; an empty database per test. All shapes are real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from community.app import create_app
from community.config import Settings
from community.core.db import db
from community.core.delivery import deliver_due
from community.serving.database import upgrade_database
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line, serving
from tests.real_inputs import SHARED_DATA

pytest_plugins = ["tests.services.fixtures"]

ORIGIN = "http://localhost"


def make_settings(instance: Path, **more: object) -> Settings:
    """Settings of a test: nothing is read from the machine's environment but what is passed."""
    return Settings(
        _env_file=None, instance_dir=instance, base_url=ORIGIN, run_jobs=False, rate_limits=False, **more
    )  # type: ignore[call-arg]


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("scaled_out", marks=pytest.mark.scaled_out)],
)
def application(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application in one shape, migrated."""
    instance = tmp_path_factory.mktemp(request.param)
    more: dict[str, object] = {}
    if request.param == "scaled_out":
        name = f"community_{uuid4().hex[:12]}"
        postgres = request.getfixturevalue("postgres")
        postgres.create_database(name)
        more = {"database_url": postgres.url(name), "redis_url": request.getfixturevalue("redis").url}
    app = create_app(make_settings(instance, **more))
    app.testing = True
    with app.app_context():
        upgrade_database()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside its context."""
    with application.app_context():
        yield application
        db.session.rollback()
        with db.engine.begin() as connection:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(table.delete())
        db.session.remove()


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The named people of all stories; each comes into being when first mentioned."""
    return Cast()


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """`browser()` is a reader's, `browser(cast.amina)` is Amina's, signed in."""
    return lambda person=None: Browser(app, person)


@pytest.fixture
def origin(app: Flask) -> Iterator[str]:
    """The address of the application, really served."""
    with serving(app) as address:
        yield address


@pytest.fixture
def line(origin: str) -> Iterator[Callable[..., Line]]:
    """`line(Cookie=…, Origin=…)` is a connected client. Raises ConnectionError when it is turned away."""
    lines: list[Line] = []

    def connect(**headers: str) -> Line:
        lines.append(Line(origin, **headers))
        return lines[-1]

    yield connect
    for one in lines:
        one.drop()


@pytest.fixture
def socket(line: Callable[..., Line], origin: str, app: Flask) -> Callable[[Person], Line]:
    """`socket(cast.amina)` is a real line of Amina's to the server, in either shape."""
    return lambda person: line(Cookie=Browser(app, person).cookie, Origin=origin)


@pytest.fixture
def follow(app: Flask) -> Callable[[], None]:
    """What follows the changes so far: the outbox is served until it is empty."""

    def run() -> None:
        while deliver_due():
            pass

    return run


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real inputs of ../shared/data. A test that needs them is skipped, and says so, where they are missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder ../shared/data with the real inputs is not beside this checkout")
    return SHARED_DATA
