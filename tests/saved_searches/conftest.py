"""Amina, a journalist in Nairobi, keeps searches; Awa and José are in the directory, others join later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from community.accounts.actions import change_settings
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.directory.asking import Asked
from community.directory.indexing import rebuild_index
from community.directory.saved_searches import actions
from community.directory.saved_searches.finding import finds_for
from community.profiles.taxonomy import ensure_topics
from tests.cast import Cast, Person
from tests.profiles.drafts import publish

NOON = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""In Nairobi."""


@pytest.fixture(autouse=True)
def empty_index(app: Flask) -> None:
    ensure_topics()
    rebuild_index()


@pytest.fixture
def people(cast: Cast, follow: Callable[[], None]) -> Iterator[Cast]:
    with clock.at(NOON):
        live_in(cast.amina, "Africa/Nairobi")
        publish(cast.awa)
        publish(cast.jose, headline="Political economist in Quito", based_in="EC", topics=("lithium",))
        follow()
        yield cast


def live_in(person: Person, zone: str) -> None:
    with unit_of_work() as session:
        change_settings(
            session, person.actor, display_name=person.name, native_name="", locale=None, time_zone=zone
        )


def keep(owner: Person, name: str, asked: str, *, alert: bool = True) -> str:
    """Its public id."""
    question = Asked.from_kept(asked)
    actor = actor_of(db.session.get_one(Member, owner.id))  # who may have moved
    finds = finds_for(db.session(), actor, question) if alert else None
    with unit_of_work() as session:
        return actions.save_search(session, actor, name, question, finds).public_id
