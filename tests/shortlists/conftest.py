"""Amina, a journalist, looks for people on debt: Awa, José and Zhang Wei are in the directory."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from community.core.unit_of_work import unit_of_work
from community.directory.indexing import rebuild_index
from community.directory.shortlists import actions
from community.profiles.taxonomy import ensure_topics
from tests.cast import Cast, Person
from tests.profiles.drafts import publish


@pytest.fixture(autouse=True)
def empty_index(app: Flask) -> None:
    ensure_topics()
    rebuild_index()


@pytest.fixture
def people(cast: Cast, follow: Callable[[], None]) -> Cast:
    publish(cast.awa)
    publish(
        cast.jose, headline="Political economist in Quito", based_in="EC", city="Quito", kinds=("scholar",)
    )
    publish(
        cast.zhang_wei, headline="Formerly a lender", based_in="ZM", city="Lusaka", kinds=("practitioner",)
    )
    follow()
    return cast


@pytest.fixture
def ports(people: Cast) -> str:
    """Amina's list with Awa and José on it, and a note on Awa."""
    listed = begin(people.amina, "Ports")
    put(people.amina, listed, people.awa, "Knows the Dakar contract")
    put(people.amina, listed, people.jose)
    return listed


def begin(owner: Person, name: str) -> str:
    with unit_of_work() as session:
        return actions.create_shortlist(session, owner.actor, name).public_id


def put(owner: Person, listed: str, person: Person, note: str = "") -> int:
    with unit_of_work() as session:
        return actions.add_person(session, owner.actor, listed, person.handle, note).id


def share(owner: Person, listed: str, colleague: Person) -> None:
    with unit_of_work() as session:
        actions.share_shortlist(session, owner.actor, listed, colleague.handle)
