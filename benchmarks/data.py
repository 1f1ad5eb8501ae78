"""A community to measure: always the same one, as long as the demo's texts stay the same.

500 members with published profiles, 60 stories, one with 200 nested replies and one with 50, and 18 members who are
signed in and talk in pairs. The names are numbers; the words are sentences of the demo community, put together anew,
so that pages compress as real ones do.

`python -m benchmarks.data` fills the instance of COMMUNITY_INSTANCE_DIR, which must be new.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from apiflask import APIFlask
from flask import g
from flask import session as cookie_session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.actions import add_member, give_role, start_sign_in
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.app import create_app
from community.core import clock
from community.core.actor import StaffRole
from community.core.identity import SIGN_IN
from community.core.text import render_markdown
from community.core.unit_of_work import unit_of_work
from community.demo.reading import DemoData
from community.directory.indexing import rebuild_index
from community.discussions.actions import ReplyDraft, post_reply
from community.messaging.actions import MessageDraft, open_conversation, send_message
from community.profiles.models import (
    Affiliation,
    Audience,
    CoveredCountry,
    Kind,
    Profile,
    ProfileKind,
    ProfileTopic,
    SpokenLanguage,
    Topic,
    Verification,
)
from community.profiles.taxonomy import ensure_topics
from community.serving.database import upgrade_database
from community.stories.models import Byline, Status, Story, StoryCountry, StoryTopic, Thread

MEMBERS = 500
STORIES = 60
SIGNED_IN = 18
"""16 who send messages in a benchmark, and two whose conversation stays as it is."""
MESSAGES = 40
"""In each conversation."""
THREADS = {"two-hundred-replies": 200, "fifty-replies": 50}
COUNTRIES = "AO BR CN EG ET GH ID IN KE KZ LA LK MX MZ NG PE PK SN TZ VN ZA ZM".split()
LANGUAGES = "ar en es fr pt sw zh-Hans".split()


class Writer:
    """Sentences of the demo, drawn by a generator with a fixed seed."""

    def __init__(self) -> None:
        self.dice = random.Random(20261124)  # noqa: S311 - invented content, no secrets
        data = DemoData()
        self.headlines = [member["headline"] for member in data.members if member.get("headline")]
        self.names = [member["name"] for member in data.members]
        self.titles = [story["title"] for story in data.stories]
        texts = [member.get("biography", "") for member in data.members]
        texts += [reply["body"] for story in data.stories for reply in story.get("replies", ())]
        self._sentences = sorted({one for text in texts for one in _sentences(text)})

    def text(self, shortest: int, longest: int) -> str:
        """So many sentences."""
        return " ".join(self.dice.sample(self._sentences, self.dice.randint(shortest, longest)))

    def some(self, things: list[str], most: int) -> list[str]:
        return self.dice.sample(things, self.dice.randint(1, most))


def fill(app: APIFlask) -> None:
    """Everything, into an empty database; then the search index; then people.json with who is signed in."""
    writer = Writer()
    upgrade_database()
    ensure_topics()
    with unit_of_work() as session:
        topics = list(session.scalars(select(Topic.id).order_by(Topic.id)))
        members = [_member(session, writer, topics, number) for number in range(MEMBERS)]
        give_role(session, members[0], StaffRole.EDITOR)
        for number in range(STORIES):
            _story(session, writer, members, topics, number)
    for slug, replies in THREADS.items():
        with unit_of_work() as session:
            _replies(session, writer, members, slug, replies)
    with unit_of_work() as session:
        people = list(_talk_in_pairs(app, session, writer, members[:SIGNED_IN]))
    (app.extensions["settings"].instance_dir / "people.json").write_text(json.dumps(people))
    rebuild_index()


def _member(session: Session, writer: Writer, topics: list[int], number: int) -> Member:
    now, dice = clock.now(), writer.dice
    name = f"{dice.choice(writer.names)} {number + 1}"
    member = add_member(
        session,
        display_name=name,
        email=f"member-{number}@bench.example",
        handle=f"member-{number}",
        confirmed_at=now,
    )
    biography = writer.text(4, 12)
    session.add(
        Profile(
            member_id=member.id,
            headline=dice.choice(writer.headlines),
            biography=biography,
            biography_html=render_markdown(biography),
            based_in=dice.choice(COUNTRIES),
            availability=dice.choice(("open", "limited", "closed")),
            audience=Audience.PUBLIC,
            confirmed_at=now - timedelta(days=dice.randrange(300)),
            kinds=[ProfileKind(kind=kind, position=n) for n, kind in enumerate(writer.some(list(Kind), 2))],
            affiliations=[
                Affiliation(institution=f"Institute {dice.randrange(80)} of {dice.choice(COUNTRIES)}")
            ],
            topics=[ProfileTopic(topic_id=one, position=n) for n, one in enumerate(dice.sample(topics, 4))],
            countries=[CoveredCountry(country=code) for code in writer.some(COUNTRIES, 5)],
            languages=[SpokenLanguage(tag=tag, level="interview") for tag in writer.some(LANGUAGES, 3)],
            verifications=[Verification(by="orcid", verified_on=now.date())] if dice.random() < 0.4 else [],
        )
    )
    return member


def _story(session: Session, writer: Writer, members: list[Member], topics: list[int], number: int) -> None:
    slugs = dict(enumerate(THREADS))
    published_at = clock.now() - timedelta(hours=3 * number + 1)
    body = "\n\n".join(writer.text(3, 6) for _ in range(6))
    story = Story(
        kind="article",
        status=Status.PUBLISHED,
        slug=slugs.get(number, f"story-{number}"),
        title=writer.titles[number % len(writer.titles)],
        standfirst=writer.text(1, 2),
        section="debt",
        body=body,
        body_html=render_markdown(body),
        editor_id=members[0].id,
        published_at=published_at,
        created_at=published_at,
        updated_at=published_at,
        byline=[Byline(member_id=writer.dice.choice(members).id)],
        topics=[StoryTopic(topic_id=one, position=n) for n, one in enumerate(writer.dice.sample(topics, 3))],
        countries=[StoryCountry(country=code) for code in writer.some(COUNTRIES, 3)],
    )
    story.thread = Thread()
    session.add(story)
    session.flush()


def _replies(session: Session, writer: Writer, members: list[Member], slug: str, wanted: int) -> None:
    """A quarter to the story itself; the others to one of the last ten, so that some branches grow deep."""
    story_id = session.scalars(select(Story.id).where(Story.slug == slug)).one()
    written: list[int] = []
    for number in range(wanted):
        parent = None if not written or writer.dice.random() < 0.25 else writer.dice.choice(written[-10:])
        draft = ReplyDraft(story_id, parent, writer.text(1, 4), client_id=f"bench-reply-{story_id}-{number}")
        written.append(post_reply(session, actor_of(writer.dice.choice(members[:80])), draft).id)


def _talk_in_pairs(
    app: APIFlask, session: Session, writer: Writer, members: list[Member]
) -> Iterator[dict[str, str]]:
    for first, second in zip(members[::2], members[1::2], strict=True):
        conversation = open_conversation(session, actor_of(first), second)
        for number in range(MESSAGES):
            draft = MessageDraft(writer.text(1, 2), client_id=f"bench-message-{number}")
            send_message(session, actor_of((first, second)[number % 2]), conversation.public_id, draft)
        for member in (first, second):
            secret = start_sign_in(session, member.id, "benchmark")
            yield {"conversation": conversation.public_id, **browser_of(app, member, secret)}


def browser_of(app: APIFlask, member: Member, secret: str) -> dict[str, str]:
    """The cookie of a browser in which the member has signed in, and the token of its forms."""
    with app.test_request_context():
        cookie_session.update({"_user_id": member.fs_uniquifier, "_fresh": True, SIGN_IN: secret})
        g.pop("csrf_token", None)  # kept for one request, and here each member stands for one
        token = generate_csrf()
        sessions = cast(SecureCookieSessionInterface, app.session_interface)
        value = sessions.get_signing_serializer(app).dumps(dict(cookie_session))  # type: ignore[union-attr]
    return {"cookie": f"{app.config['SESSION_COOKIE_NAME']}={value}", "token": token}


def _sentences(text: str) -> list[str]:
    plain = re.sub(r"[*_`>#\[\]]|\(https?://[^)]*\)", "", text)
    return [one.strip() for one in re.split(r"(?<=[.!?。؟])\s+", plain) if 30 < len(one) < 400]


if __name__ == "__main__":
    application = create_app()
    with application.app_context():
        fill(application)
