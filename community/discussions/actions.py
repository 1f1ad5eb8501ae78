"""Verbs of discussions. A reply is numbered under the lock of its thread, once for each client id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.events import record
from community.core.text import render_markdown, tidy
from community.discussions import policies, queries
from community.discussions.errors import (
    EmptyReply,
    NothingToAnswer,
    ReplyTooLong,
    ThreadClosed,
    UsedElsewhere,
)
from community.discussions.events import ReplyPosted
from community.discussions.models import Reply, ReplyState
from community.stories.queries import by_id

LONGEST = 10_000
"""Characters of a reply."""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What every door makes of its input.

    `client_id` is made by the author's client: sent twice, kept once. `parent_id` is the id of the reply that
    is answered, None for one to the story itself.
    """

    story_id: int
    parent_id: int | None
    body: str
    client_id: str


def post_reply(session: Session, actor: Actor, draft: ReplyDraft) -> Reply:
    """Add a reply, or give back the one that this client id already made.

    Raises NotFound for a story that the actor cannot see, ThreadClosed, NothingToAnswer, EmptyReply and
    ReplyTooLong.
    """
    story = by_id(session, actor, draft.story_id)
    thread = queries.locked_thread(session, story.id)
    before = queries.by_client_id(session, actor, draft.client_id)
    if before is not None:
        if before.story_id != story.id:
            raise UsedElsewhere()
        return before
    if thread is None or not policies.may_reply(actor, story, thread):
        raise ThreadClosed()
    body = _checked(draft.body)
    if draft.parent_id is not None and not _can_be_answered(session, story.id, draft.parent_id):
        raise NothingToAnswer()
    now = clock.now()
    thread.last_sequence += 1
    thread.reply_count += 1
    thread.version += 1
    thread.last_reply_at = now
    reply = Reply(
        story_id=story.id,
        sequence=thread.last_sequence,
        parent_id=draft.parent_id,
        author_id=actor.id,
        client_id=draft.client_id,
        body=body,
        body_html=render_markdown(body, below=2),
        state=ReplyState.VISIBLE,
        created_at=now,
    )
    session.add(reply)
    session.flush()
    record(
        session,
        ReplyPosted(story_id=story.id, sequence=reply.sequence, reply_id=reply.id, author_id=actor.id),
    )
    return reply


def _can_be_answered(session: Session, story_id: int, reply_id: int) -> bool:
    parent = session.get(Reply, reply_id)
    return parent is not None and parent.story_id == story_id and parent.state == ReplyState.VISIBLE


def _checked(text: str) -> str:
    body = tidy(text)
    if not body:
        raise EmptyReply()
    if len(body) > LONGEST:
        raise ReplyTooLong()
    return body
