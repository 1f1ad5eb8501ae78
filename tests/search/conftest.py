from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine

from community.search.engine import Engine
from community.search.postgres import PostgresEngine
from community.search.postgres_tables import metadata
from community.search.whoosh import WhooshEngine
from tests.services.postgres import PostgresServer


@pytest.fixture(scope="session")
def search_database(postgres: PostgresServer) -> Iterator[Database]:
    database = create_engine(postgres.create_database(f"search_{uuid4().hex}"))
    yield database
    database.dispose()


@pytest.fixture(params=["whoosh", pytest.param("postgres", marks=pytest.mark.scaled_out)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Each engine in turn, before its first rebuild."""
    if request.param == "whoosh":
        return WhooshEngine(tmp_path / "index")
    database = request.getfixturevalue("search_database")
    metadata.drop_all(database)
    return PostgresEngine(database)
