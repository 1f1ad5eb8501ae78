"""kill -9 in the middle of writing the index, thirty times: it opens, and is soon what the database says."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from community.config import Settings
from community.directory.documents import ListedProfiles
from community.directory.engine import engine
from community.directory.indexing import reconcile
from community.search.engine import Query
from tests.cast import Cast, Person
from tests.directory.mortal_writer import mortal_writer
from tests.profiles.drafts import publish

KILLS = {"embedded": 30, "scaled_out": 10}
"""PostgreSQL vouches for its own commits; there it is ours to write in one."""


class Community:
    """Nine people who change their profiles, and what should be found of them."""

    def __init__(self, cast: Cast) -> None:
        self.people = [getattr(cast, name) for name in (
            "lindiwe", "rafael", "ada", "awa", "jose", "amina", "omar", "zhang_wei", "chen_hao"
        )]  # fmt: skip
        self.chance = Random(30)  # noqa: S311 - the same moments each time
        self.headlines: dict[int, str] = {}
        self._versions: dict[int, int] = {}

    def change(self, person: Person, word: str, *, is_listed: bool) -> None:
        version = self._versions.get(person.id, 0)
        self._versions[person.id] = publish(
            person, version=version, headline=word, is_listed=is_listed, biography="Everybody writes."
        ).version
        self.headlines.pop(person.id, None)
        if is_listed:
            self.headlines[person.id] = word

    def who_wrote(self, word: str) -> set[int]:
        """Those in the directory whose headline it is."""
        return {member for member, held in self.headlines.items() if held == word}

    def change_some(self, word: str) -> list[int]:
        """A few people write `word` above their profile; some of them leave the directory with that."""
        some = self.chance.sample(self.people, 3)
        for person in some:
            self.change(person, word, is_listed=self.chance.random() < 0.7)
        return [person.id for person in some]


def open_again(app: Flask) -> None:
    """As a process that starts finds the index."""
    app.extensions.pop("search_engine", None)


def found(text: str) -> set[int]:
    results = engine().search(Query(text, "public", page_size=50))
    assert results.total == len(results.hits)
    return {hit.id for hit in results.hits}


def assert_without_litter(folder: Path) -> None:
    """Each file belongs to a segment in use; of indexes that were before, at most the last one is there."""
    names = {path.name for path in (folder / (folder / "current").read_text()).iterdir()}
    segments = {name for name in names if name.endswith(".seg")}
    columns = {f"columns-{name.removesuffix('.seg')}" for name in segments}
    assert columns <= names
    assert {name.strip("_").split("_")[0] for name in names - segments - columns} == {"MAIN"}
    assert len(names - segments - columns) == 2  # the table of contents, and the lock
    assert len(list(folder.glob("index-*"))) <= 2


@pytest.mark.slow
def test_a_writer_killed_thirty_times_leaves_an_index_that_is_mended(
    app: Flask, cast: Cast, session: Session
) -> None:
    settings: Settings = app.extensions["settings"]
    kills = KILLS["embedded" if settings.is_embedded else "scaled_out"]
    community = Community(cast)
    for person in community.people:
        community.change(person, "beginning", is_listed=True)
    reconcile()
    killed = mended = 0
    with mortal_writer(app) as write:
        length = {
            "put": write("put", 0, *community.change_some("premise")),
            "rebuild": write("rebuild", 0),
        }
        open_again(app)
        assert found("premise") == community.who_wrote("premise")
        for number in range(1, 2 * kills):
            word, what = f"round{number}", "put" if number % 6 else "rebuild"
            changed = community.change_some(word)
            moment = community.chance.randint(1, length[what] or 1)
            killed += write(what, moment, *changed) is None

            open_again(app)
            assert engine().is_ready()
            assert found("everybody")
            upkeep = reconcile()
            assert not upkeep.rebuilt
            mended += upkeep.put + upkeep.removed > 0
            session.rollback()
            assert engine().ids_and_versions() == ListedProfiles(session).ids_and_versions()
            assert found("") == found("everybody") == set(community.headlines)
            assert found(word) == community.who_wrote(word)
            if killed == kills:
                break
        assert killed == kills
        assert mended > kills / 3  # The moments were in time: what they broke had to be mended.
        assert write("put", 0, *community.change_some("end"))
    if settings.is_embedded:
        assert_without_litter(settings.instance_dir / "search")
