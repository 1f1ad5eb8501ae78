"""Reads of threads: rows, not entities, because a page may show hundreds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.discussions.errors import NothingToAnswer
from community.discussions.models import Reply, ReplyState, Thread
from community.stories.models import Status, Story
from community.stories.queries import shows_member


class ReplyRow(NamedTuple):
    """A reply as it is read for a page."""

    id: int
    sequence: int
    parent_id: int | None
    author_id: int | None
    author_name: str
    body_html: str
    state: str
    created_at: datetime


def thread_of(session: Session, story_id: int) -> Thread | None:
    """The thread of a story that the caller has found for its reader; None before the story is published."""
    return session.get(Thread, story_id)


def locked_thread(session: Session, story_id: int) -> Thread | None:
    """The thread, held until the end of the unit of work: whoever replies comes by here."""
    return session.scalar(
        select(Thread)
        .where(Thread.story_id == story_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def replies(session: Session, actor: Actor, story_id: int) -> Sequence[ReplyRow]:
    """All replies that the actor may see, in the order of their numbers. What is held is seen by its author only."""
    shown = Reply.state != ReplyState.HELD
    if actor.is_signed_in:
        shown = shown | (Reply.author_id == actor.id)
    rows = session.execute(
        select(
            Reply.id,
            Reply.sequence,
            Reply.parent_id,
            Reply.author_id,
            Reply.author_name,
            Reply.body_html,
            Reply.state,
            Reply.created_at,
        )
        .where(Reply.story_id == story_id, shown)
        .order_by(Reply.sequence)
    )
    return [ReplyRow(*row) for row in rows]


def has_held(session: Session, actor: Actor, story_id: int) -> bool:
    """Whether the actor sees more of this thread than other readers."""
    if not actor.is_signed_in:
        return False
    held = select(Reply.id).where(
        Reply.author_id == actor.id, Reply.story_id == story_id, Reply.state == ReplyState.HELD
    )
    return session.scalar(held.limit(1)) is not None


def visible_after(
    session: Session, story_id: int, after: int, limit: int
) -> Sequence[tuple[Reply, int | None]]:
    """Visible replies with a number above `after`, in order, each with the number of what it answers."""
    parent = Reply.__table__.alias()
    rows = session.execute(
        select(Reply, parent.c.sequence)
        .outerjoin(parent, parent.c.id == Reply.parent_id)
        .where(Reply.story_id == story_id, Reply.sequence > after, Reply.state == ReplyState.VISIBLE)
        .order_by(Reply.sequence)
        .limit(limit)
    )
    return [(reply, sequence) for reply, sequence in rows]


def id_of_answered(session: Session, story_id: int, sequence: int | None) -> int | None:
    """Id of the visible reply with this number; None for a reply to the story. Raises NothingToAnswer."""
    if sequence is None:
        return None
    found = session.scalar(
        select(Reply.id).where(
            Reply.story_id == story_id, Reply.sequence == sequence, Reply.state == ReplyState.VISIBLE
        )
    )
    if found is None:
        raise NothingToAnswer()
    return found


def by_client_id(session: Session, actor: Actor, client_id: str) -> Reply | None:
    """What this client id of the actor already made."""
    return session.scalar(select(Reply).where(Reply.author_id == actor.id, Reply.client_id == client_id))


def ids_below(session: Session, story_ids: Collection[int]) -> list[int]:
    """Of all replies to stories that readers do not see."""
    hidden = select(Reply.id).join(Story, Story.id == Reply.story_id)
    hidden = hidden.where(Reply.story_id.in_(list(story_ids)), Story.status != Status.PUBLISHED)
    return list(session.scalars(hidden))


def threads_that_show(member_ids: Collection[int]) -> Select[int]:
    """Ids of the stories on whose pages one of these members is named."""
    ids = list(member_ids)
    wrote = select(Reply.story_id).where(Reply.author_id.in_(ids))
    return select(Thread.story_id).where(Thread.story_id.in_(wrote) | Thread.story_id.in_(shows_member(ids)))


def count_a_change(session: Session, story_ids: Select[int]) -> None:
    """The pages of these stories have to be drawn anew."""
    session.execute(
        update(Thread)
        .where(Thread.story_id.in_(story_ids))
        .values(version=Thread.version + 1)
        .execution_options(synchronize_session=False)
    )
