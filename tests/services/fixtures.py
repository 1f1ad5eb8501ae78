"""One PostgreSQL and one Redis, shared by all tests; neither starts before a test asks for it."""

import os
from pathlib import Path

import pytest

from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.services.shared import shared_postgres, shared_redis


def _session(factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A folder that all workers of this session see, and the process that is the session."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        return folder.parent, os.getppid()
    return folder, os.getpid()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> PostgresServer:
    return shared_postgres(*_session(tmp_path_factory))


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> RedisServer:
    return shared_redis(*_session(tmp_path_factory))
