"""The services that the tests stand on are real, shared, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from tests.services import PostgresServer, RedisServer, postgres_server, redis_server
from tests.services.process import ServiceFailed, program, running

pytestmark = pytest.mark.scaled_out


def test_postgres_has_the_extensions_that_search_stands_on(postgres: PostgresServer) -> None:
    engine = create_engine(postgres.create_database("extensions"))
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION unaccent"))
        connection.execute(text("CREATE EXTENSION pg_trgm"))
        plain = connection.scalar(text("SELECT unaccent('José')"))
        likeness = connection.scalar(text("SELECT similarity('Zhang Wei', 'Zhang Wie')"))
        lowered = connection.scalar(text("SELECT lower('ÉCOLE')"))
    engine.dispose()
    postgres.drop_database("extensions")

    assert plain == "Jose"
    assert likeness > 0.5
    assert lowered == "école"


def test_a_database_can_be_copied_from_one_that_is_ready(postgres: PostgresServer) -> None:
    original = create_engine(postgres.create_database("original"))
    with original.begin() as connection:
        connection.execute(text("CREATE TABLE story AS SELECT 'first' AS title"))
    original.dispose()

    copy = create_engine(postgres.create_database("copy", template="original"))
    with copy.connect() as connection:
        title = connection.scalar(text("SELECT title FROM story"))
    copy.dispose()

    assert title == "first"


def test_what_postgres_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    with postgres_server(tmp_path, fsync=True) as server:
        engine = create_engine(server.url())
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE reply AS SELECT 'kept' AS body"))
        engine.dispose()
        for process in psutil.Process().children():
            if "postgres" in process.name():
                process.kill()

    with postgres_server(tmp_path, fsync=True) as server:
        engine = create_engine(server.url())
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT body FROM reply")) == "kept"
        engine.dispose()


def test_redis_answers_and_carries_messages(redis: RedisServer) -> None:
    with Redis.from_url(redis.database(3), decode_responses=True) as client:
        client.set("greeting", "你好")
        with client.pubsub(ignore_subscribe_messages=True) as listener:
            listener.subscribe("thread")
            listener.get_message(timeout=5)
            client.publish("thread", "a reply")
            message = listener.get_message(timeout=5)

        assert client.get("greeting") == "你好"
        assert message is not None
        assert message["data"] == "a reply"


def test_servers_die_with_a_process_that_is_killed(tmp_path: Path) -> None:
    story = """
import sys
from pathlib import Path
from tests.services import postgres_server, redis_server
with postgres_server(Path(sys.argv[1]) / "p"), redis_server(Path(sys.argv[1]) / "r"):
    print("ready", flush=True)
    sys.stdin.read()
"""
    owner = subprocess.Popen(
        [sys.executable, "-c", story, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    with owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"ready\n"
        servers = psutil.Process(owner.pid).children(recursive=True)
        owner.send_signal(signal.SIGKILL)

    assert len(servers) > 2
    _, alive = psutil.wait_procs(servers, timeout=10)
    assert alive == []


def test_the_keeper_of_a_session_leaves_with_it(tmp_path: Path) -> None:
    story = """
import os, sys
from pathlib import Path
from tests.services.shared import shared_redis
print(shared_redis(Path(sys.argv[1]), os.getpid()).port, flush=True)
print(shared_redis(Path(sys.argv[1]), os.getpid()).port, flush=True)
sys.stdin.read()
"""
    session = subprocess.Popen(
        [sys.executable, "-c", story, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    with session:
        assert session.stdout is not None
        first, second = session.stdout.readline(), session.stdout.readline()
        [keeper] = psutil.Process(session.pid).children()
        family = [keeper, *keeper.children()]
        session.send_signal(signal.SIGKILL)

    assert first == second
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    with redis_server(tmp_path) as taken:
        command = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(taken.port)]
        with (
            pytest.raises(ServiceFailed, match="Address already in use"),
            running(command, tmp_path / "second.log", lambda: False),
        ):
            pass
