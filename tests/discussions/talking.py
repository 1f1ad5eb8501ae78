"""What the tests say in threads."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.discussions import actions
from community.discussions.actions import ReplyDraft
from community.discussions.models import Reply
from community.stories.models import Story
from tests.cast import Person


def reply(person: Person, story: Story, body: str, to: Reply | None = None) -> Reply:
    """A reply of `person`, to the story or to another reply."""
    with unit_of_work() as session:
        draft = ReplyDraft(story.id, to.id if to else None, body, uuid4().hex)
        return actions.post_reply(session, person.actor, draft)


def lose(person: Person, story: Story, body: str) -> None:
    """A reply whose unit of work fails after it was written."""
    try:
        with unit_of_work() as session:
            actions.post_reply(session, person.actor, ReplyDraft(story.id, None, body, uuid4().hex))
            raise ConnectionError("the plug is pulled")
    except ConnectionError:
        return


def replies_of(story: Story) -> list[Reply]:
    """What the database has, by number."""
    db.session.rollback()
    return list(db.session.scalars(select(Reply).where(Reply.story_id == story.id).order_by(Reply.sequence)))
