"""Two web processes on PostgreSQL and Redis: a message crosses from one to the other."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.test_conversation import bubbles, open_talk, write
from tests.services import PostgresServer, RedisServer
from tests.serving import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.scaled_out]


def test_a_message_crosses_two_processes(
    visit: Visit, postgres: PostgresServer, redis: RedisServer, tmp_path: Path
) -> None:
    database = f"journey_{uuid4().hex[:12]}"
    postgres.create_database(database)
    settings = {
        "COMMUNITY_DATABASE_URL": postgres.url(database),
        "COMMUNITY_REDIS_URL": redis.url,
        "COMMUNITY_SECRET_KEY": "the same in both processes",
    }
    with (
        RunningServer(tmp_path / "instance", settings=settings) as first,
        RunningServer(tmp_path / "instance", settings=settings) as second,
    ):
        amina, awa = visit("amina-kariuki", url=first.url), visit("awa-ndiaye", url=second.url)
        open_talk(amina, "awa-ndiaye")
        write(amina, "From the first process.")
        expect(bubbles(amina, "From the first process.")).to_be_visible()
        open_talk(awa, "amina-kariuki")
        expect(bubbles(awa, "From the first process.")).to_be_visible()
        write(awa, "From the second, without reloading.")
        expect(bubbles(amina, "From the second, without reloading.")).to_be_visible()
        second.kill()
        write(amina, "While the second is dead.")
        expect(amina.locator("[data-messages] .waiting-state")).to_have_count(0)
        second.start()
        expect(bubbles(awa, "While the second is dead.")).to_be_visible(timeout=60_000)
