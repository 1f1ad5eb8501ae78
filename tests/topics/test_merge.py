"""Two topics become one: nobody is lost, old addresses still find, and it happens whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import ForeignKeyConstraint, func, select, text
from sqlalchemy.orm import Session

from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.directory.documents import ListedProfiles
from community.directory.engine import engine
from community.profiles.models import NotMyField, ProfileTopic, Publication, Topic, TopicEvidence
from community.profiles.taxonomy import load_topics, taxonomy
from community.stories.actions import StoryDraft, draft_story
from community.stories.models import StoryKind, StoryTopic
from community.topics.errors import CannotMerge
from community.topics.merging import JOINED, Merged, merge_topics
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.killed import run_python
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]


def merge(cast: Cast, gone: str, kept: str) -> Merged:
    editor = cast.lindiwe.actor
    with unit_of_work() as session:
        return merge_topics(session, editor, gone, kept)


def holders(session: Session, *slugs: str) -> set[int]:
    session.rollback()
    ids = [taxonomy(session).by_slug[slug].id for slug in slugs]
    return set(session.scalars(select(ProfileTopic.member_id).where(ProfileTopic.topic_id.in_(ids))))


def test_whoever_had_either_has_the_kept_one_once(
    cast: Cast, session: Session, follow: Callable[[], None]
) -> None:
    publish(cast.awa, topics=("lithium", "ports"))
    publish(cast.jose, topics=("ports", "railways"))
    publish(cast.amina, topics=("hydropower", "railways", "lithium", "ports"))
    publish(cast.omar, topics=("hydropower",))
    before = holders(session, "ports", "railways")
    assert merge(cast, "railways", "ports") == Merged(0, 2, 0, 0)
    assert holders(session, "ports") == before == {cast.awa.id, cast.jose.id, cast.amina.id}
    rows = session.execute(
        select(ProfileTopic.member_id, ProfileTopic.position)
        .join(Topic, Topic.id == ProfileTopic.topic_id)
        .where(Topic.slug == "ports")
    ).all()
    assert dict(rows) == {cast.awa.id: 1, cast.jose.id: 0, cast.amina.id: 1}
    assert len(rows) == 3
    follow()
    assert engine().ids_and_versions() == ListedProfiles(db.session()).ids_and_versions()


def test_the_stricter_audience_and_the_evidence_of_both(cast: Cast, session: Session) -> None:
    publish(cast.awa, topics=("ports", "railways"))
    publish(cast.jose, topics=("railways",))
    with unit_of_work() as unit:
        topics = taxonomy(unit).by_slug
        for slug, audience in (("ports", "public"), ("railways", "journalists")):
            unit.get_one(ProfileTopic, (cast.awa.id, topics[slug].id)).audience = audience
        works = [
            Publication(member_id=person.id, title=str(n))
            for person in (cast.awa, cast.jose)
            for n in range(2)
        ]
        unit.add_all(works)
        unit.flush()
        for slug, work in (
            ("ports", works[0]),
            ("railways", works[0]),
            ("railways", works[1]),
            ("railways", works[2]),
        ):
            unit.add(
                TopicEvidence(member_id=work.member_id, topic_id=topics[slug].id, publication_id=work.id)
            )
    merge(cast, "railways", "ports")
    session.rollback()
    kept = taxonomy(session).by_slug["ports"].id
    awa = session.get_one(ProfileTopic, (cast.awa.id, kept), populate_existing=True)
    assert awa.audience == "journalists"
    assert {one.publication_id for one in awa.evidence} == {works[0].id, works[1].id}
    assert len(awa.evidence) == 2
    jose = session.get_one(ProfileTopic, (cast.jose.id, kept), populate_existing=True)
    assert [one.publication_id for one in jose.evidence] == [works[2].id]


def test_who_knows_a_topic_does_not_deny_it(cast: Cast, session: Session) -> None:
    publish(cast.awa, topics=("ports",))
    publish(cast.jose, topics=("lithium",))
    members = (cast.awa.id, cast.jose.id)
    with unit_of_work() as unit:
        railways = taxonomy(unit).by_slug["railways"].id
        unit.add_all(NotMyField(member_id=one, topic_id=railways) for one in members)
    merge(cast, "railways", "ports")
    assert list(session.scalars(select(NotMyField.member_id))) == [cast.jose.id]


def test_stories_and_their_pages_follow(cast: Cast, browser: NewBrowser, session: Session) -> None:
    draft = StoryDraft(
        kind=StoryKind.ARTICLE, title="Rails to the sea", topics=("railways", "lithium", "ports")
    )
    editor = cast.lindiwe.actor
    with unit_of_work() as unit:
        story_id = draft_story(unit, editor, draft).id
    assert merge(cast, "railways", "ports").stories_with_both == 1
    rows = (
        select(Topic.slug)
        .join(StoryTopic)
        .where(StoryTopic.story_id == story_id)
        .order_by(StoryTopic.position)
    )
    assert list(session.scalars(rows)) == ["ports", "lithium"]
    with unit_of_work() as unit:  # what an open form still says
        draft_story(unit, editor, draft)


def test_old_addresses_and_old_words_still_find(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None]
) -> None:
    publish(cast.awa, topics=("railways",))
    publish(cast.jose, topics=("ports",))
    follow()
    assert "1 person" in words(browser().page("/people?topic=railways"))  # the premise
    merge(cast, "railways", "ports")
    merge(cast, "ports", "belt-and-road")
    follow()
    assert "2 people" in words(browser().page("/people?topic=railways"))
    assert "2 people" in words(browser().page("/people?q=ferrocarriles"))
    assert browser().json("GET", "/api/v1/people?topic=ports&topic=railways").json["total"] == 2
    assert browser().get("/topics/railways").headers["Location"] == "/topics/belt-and-road"
    assert "Railways" in words(browser().page("/topics/belt-and-road"))
    publish(cast.amina, topics=("railways", "ports"))  # a form that was open meanwhile
    follow()
    assert "3 people" in words(browser().page("/people?topic=belt-and-road"))


def test_the_file_does_not_bring_a_merged_topic_back(cast: Cast, session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(Topic))
    merge(cast, "railways", "ports")
    with unit_of_work() as unit:
        load_topics(unit)
    assert before
    assert session.scalar(select(func.count()).select_from(Topic)) == before - 1


def test_editors_merge_at_the_desk_and_the_log_says_so(cast: Cast, browser: NewBrowser) -> None:
    publish(cast.awa, topics=("railways",))
    lindiwe = browser(cast.lindiwe)
    assert "cannot be undone" in words(lindiwe.page("/desk/topics/railways/merge"))
    for wrong in ("", "railways", "nowhere"):
        assert lindiwe.post("/desk/topics/railways/merge", {"kept": wrong}).status_code == 422
    answer = lindiwe.post("/desk/topics/railways/merge", {"kept": "ports"})
    assert answer.headers["Location"] == "/desk/topics/ports/edit"
    log = words(lindiwe.page("/desk/topics/ports/edit"))
    assert "“Railways” was merged into it; 1 person has it now Lindiwe Mahlangu" in log


def test_a_retired_topic_takes_nobody_in(cast: Cast, browser: NewBrowser) -> None:
    browser(cast.lindiwe).post("/desk/topics/ports/steps/retire")
    with pytest.raises(CannotMerge):
        merge(cast, "railways", "ports")


def test_everything_that_points_at_a_topic_is_joined(app: Flask) -> None:
    pointing = {
        constraint.table.name
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == "topic"
    }
    followed_by_the_database = {"topic_change"}  # it outlives its topic
    assert pointing - followed_by_the_database == {one.__tablename__ for one in JOINED}, (
        "A table points at topics that merging does not know: add it to JOINED in community/topics/merging.py"
    )


DIES = """
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.core import outbox
from community.core.unit_of_work import unit_of_work
from community.topics import merging

editor, moment = asked

def merge():
    if moment == "in the middle":
        merging._unite_words = die
    else:
        outbox.tell_live = die
    with unit_of_work() as session:
        merging.merge_topics(session, actor_of(session.get_one(Member, int(editor))), "railways", "ports")

must_die(merge)
"""


@pytest.mark.slow
def test_a_kill_leaves_all_or_nothing(
    app: Flask, cast: Cast, session: Session, follow: Callable[[], None]
) -> None:
    publish(cast.awa, topics=("railways",))
    publish(cast.jose, topics=("railways", "ports"))
    follow()
    everybody = holders(session, "railways", "ports")
    run_python(app, DIES, str(cast.lindiwe.id), "in the middle")
    assert holders(session, "railways") == everybody
    assert holders(session, "ports") == {cast.jose.id}
    run_python(app, DIES, str(cast.lindiwe.id), "after the commit")
    assert holders(session, "ports") == everybody
    assert taxonomy(session).slug_now("railways") == "ports"
    follow()
    assert engine().ids_and_versions() == ListedProfiles(db.session()).ids_and_versions()


def test_who_saves_at_the_moment_of_a_merge_waits_and_keeps_what_they_chose(
    app: Flask, cast: Cast, session: Session
) -> None:
    awa, jose, editor = cast.awa, cast.jose, cast.lindiwe.actor
    publish(awa, topics=("lithium", "ports"))
    publish(jose, topics=("lithium", "railways"))
    faults: list[BaseException] = []

    def save(person: Person, *topics: str) -> None:
        try:
            with app.app_context():
                publish(person, version=1, topics=topics)
        except BaseException as fault:  # noqa: BLE001 - looked at below
            faults.append(fault)

    savers = [
        Thread(target=save, args=(awa, "lithium", "railways")),  # chooses what goes
        Thread(target=save, args=(jose, "lithium", "hydropower")),  # gives up what goes
    ]
    with unit_of_work() as writing:
        merge_topics(writing, editor, "railways", "ports")
        for saver in savers:
            saver.start()
        while is_postgres(writing) and all(saver.is_alive() for saver in savers) and waiting(writing) < 2:
            pass
    for saver in savers:
        saver.join()
    assert not faults
    assert holders(session, "ports") == {awa.id}
    assert holders(session, "hydropower") == {jose.id}


def is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def waiting(session: Session) -> int:
    """How many connections wait for somebody's lock."""
    session.execute(text("select pg_stat_clear_snapshot()"))  # else a transaction sees what it saw first
    found = session.scalar(
        text(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        )
    )
    return int(found or 0)
