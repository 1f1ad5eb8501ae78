"""The index after a crash, a loss, and damage: made true again from the database."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from community.accounts.actions import readmit, suspend
from community.core.db import db
from community.core.outbox import OutboxDelivery
from community.core.unit_of_work import unit_of_work
from community.directory import aside
from community.directory.documents import ListedProfiles
from community.directory.engine import engine
from community.directory.indexing import index_profiles, mend_index, reconcile
from community.profiles.events import ProfileSaved
from community.search.postgres_tables import metadata
from community.search.upkeep import Upkeep
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]


def lose_what_is_due() -> None:
    """As if the process had been killed and its outbox restored from before."""
    with unit_of_work() as session:
        session.execute(delete(OutboxDelivery))


def test_what_an_index_missed_is_found_after_reconciling(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    publish(cast.awa)
    publish(cast.jose)
    follow()
    publish(cast.awa, version=1, headline="Barges and locks")
    publish(cast.jose, version=1, is_listed=False)
    publish(cast.amina)
    lose_what_is_due()
    assert "0 people" in words(browser().page("/people?q=barges"))
    assert reconcile() == Upkeep(put=2, removed=1)
    assert "1 person" in words(browser().page("/people?q=barges"))
    assert set(engine().ids_and_versions()) == {cast.awa.id, cast.amina.id}
    assert reconcile() == Upkeep()


def test_whoever_is_suspended_is_found_by_nobody_until_readmitted(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    publish(cast.awa)
    for verb, there, status in (
        (readmit, "1 person", 200),
        (suspend, "0 people", 404),
        (readmit, "1 person", 200),
    ):
        with unit_of_work() as session:
            verb(session, cast.awa.handle)
        follow()
        assert there in words(browser().page("/people?q=ndiaye"))
        assert browser().get(f"/people/{cast.awa.handle}").status_code == status


def test_a_fact_told_twice_changes_nothing(cast: Cast, follow: Callable[[], None]) -> None:
    publish(cast.awa)
    follow()
    held = engine().ids_and_versions()
    index_profiles([ProfileSaved(member_id=cast.awa.id), ProfileSaved(member_id=10**9)])
    assert engine().ids_and_versions() == held


def test_the_index_holds_the_newest_of_two_saves(cast: Cast, follow: Callable[[], None]) -> None:
    publish(cast.awa)
    publish(cast.awa, version=1)
    follow()
    assert engine().ids_and_versions() == ListedProfiles(db.session()).ids_and_versions()


def lose_index(app: Flask) -> None:
    """As a process that starts finds it when its folder, or its tables, are gone."""
    settings = app.extensions["settings"]
    if settings.is_embedded:
        for entry in (Path(settings.instance_dir) / "search").iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    else:
        db.session.rollback()
        metadata.drop_all(db.engine)
    app.extensions.pop("search_engine")


def test_a_lost_index_says_so_and_is_built_again(app: Flask, cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa)
    lose_index(app)
    index_profiles([ProfileSaved(member_id=cast.awa.id)])
    empty = words(browser().page("/people"))
    assert "put in order again" in empty
    assert "Nobody is listed yet" not in empty
    mend_index()
    page = words(browser().page("/people?q=awa"))
    assert "1 person" in page
    assert "put in order again" not in page


@pytest.mark.slow
def test_a_large_index_is_built_in_a_process_of_its_own(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes three seconds, because a process of this application starts."""
    if not app.extensions["settings"].is_embedded:
        pytest.skip("scaled out, workers are processes of their own")
    publish(cast.awa)
    publish(cast.jose)
    lose_index(app)
    monkeypatch.setattr(aside, "FROM_SO_MANY", 2)
    assert reconcile() == Upkeep()  # nothing was left to do
    assert set(engine().ids_and_versions()) == {cast.awa.id, cast.jose.id}


def test_while_a_lost_index_is_made_anew_page_and_json_say_how_far_it_is(
    app: Flask, cast: Cast, browser: NewBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (cast.awa, cast.jose, cast.amina):
        publish(person, biography="Barges and locks.")
    lose_index(app)
    for setting in ("whoosh._BATCH", "columns._RUN", "postgres_build._BATCH"):
        monkeypatch.setattr(f"community.search.{setting}", 1)
    monkeypatch.setattr("community.search.whoosh_reader.LOOK_FOR_OTHER_WRITERS", -1)
    seen = {}

    def look(_: int) -> None:
        answer = browser().get("/api/v1/people?q=barges").json
        seen[(answer["rebuilt"] or {}).get("done")] = answer, browser().page("/people?q=barges")

    reconcile(look)
    answer, page = seen[2]
    assert "The directory is being made anew: 2 of 3 profiles." in words(page)
    assert "2 people" in words(page)
    assert "Barges and locks" not in words(
        page
    )  # it may be hidden by now, as far as an unfinished index knows
    assert (answer["rebuilding"], answer["rebuilt"], answer["total"]) == (True, {"done": 2, "of": 3}, 2)
    after = browser().get("/api/v1/people?q=barges").json
    assert (after["rebuilding"], after["rebuilt"], after["total"]) == (False, None, 3)
    assert "Barges and locks" in words(browser().page("/people?q=barges"))
