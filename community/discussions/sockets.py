"""Socket.IO events of discussions; docs/realtime.md has the catalogue."""

from __future__ import annotations

from community.core.actor import Actor, members
from community.core.db import db
from community.core.realtime import join_room
from community.core.socket_doors import on
from community.discussions import queries, schemas
from community.discussions.live import thread_room
from community.stories.queries import by_id


@on("thread.follow", who=members, limit="120/minute", payload=schemas.FollowThread)
def follow(actor: Actor, data: schemas.FollowThread) -> schemas.FollowedOut:
    """Hear of new replies. Acknowledged with the last number, so that the client knows whether it missed any."""
    story = by_id(db.session(), actor, data.story_id)
    join_room(thread_room(story.id))
    thread = queries.thread_of(db.session(), story.id)
    last = thread.last_sequence if thread else 0
    return schemas.FollowedOut(last_sequence=last, is_behind=last > data.after)
