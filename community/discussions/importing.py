"""Replies that were written elsewhere, kept as they were: author, moment, nesting, status."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.discussions.models import Reply, ReplyState
from community.discussions.queries import locked_thread
from community.stories.wordpress.replies import ImportedReply


def keep_replies(session: Session, story_id: int, replies: Sequence[ImportedReply]) -> int:
    """Add to the thread of a story what it has not yet; parents come before their answers.

    Returns how many were new. Nobody is told: these were posted long ago. What stands in the thread stays as it is.
    """
    thread = locked_thread(session, story_id)
    rows = session.execute(
        select(Reply.import_id, Reply.id).where(Reply.story_id == story_id, Reply.import_id.is_not(None))
    )
    ids: dict[str | None, int] = {row[0]: row[1] for row in rows}
    new = [reply for reply in replies if reply.import_id not in ids]
    if thread is None or not new:
        return 0
    numbers = {reply.import_id: thread.last_sequence + place for place, reply in enumerate(new, start=1)}
    waiting = new
    while waiting:  # level by level, so that each level is one statement
        ready = [reply for reply in waiting if reply.parent is None or reply.parent in ids]
        written = [
            Reply(
                story_id=story_id,
                sequence=numbers[reply.import_id],
                parent_id=ids.get(reply.parent),
                author_id=reply.author_id,
                author_name=reply.author_name,
                body_html=reply.body_html,
                state=ReplyState.HELD if reply.is_held else ReplyState.VISIBLE,
                created_at=reply.created_at,
                import_id=reply.import_id,
            )
            for reply in ready
        ]
        session.add_all(written)
        session.flush()
        ids |= {row.import_id: row.id for row in written}
        waiting = [reply for reply in waiting if reply.import_id not in ids]
    visible = [reply.created_at for reply in new if not reply.is_held]
    thread.last_sequence += len(new)
    thread.reply_count += len(visible)
    if visible:
        thread.last_reply_at = max(visible + ([thread.last_reply_at] if thread.last_reply_at else []))
    thread.version += 1
    return len(new)
