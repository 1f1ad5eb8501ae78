"""The JSON door of discussions."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import request

from community.core.actor import anyone, members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.discussions import actions, queries, schemas
from community.stories.queries import by_slug

blueprint = APIBlueprint("discussions_api", __name__, tag="Discussions")


@blueprint.get("/stories/<slug>/replies")
@open_to(anyone, limit="120/minute")
@blueprint.output(schemas.RepliesOut)
def list_replies(slug: str) -> dict[str, Any]:
    """Replies after the number `?after=` (default 0), in order, at most 200 at a time."""
    story = by_slug(db.session(), current_actor(), slug)
    thread = queries.thread_of(db.session(), story.id)
    if thread is None:
        raise NotFound()
    after = max(0, request.args.get("after", 0, type=int))
    return schemas.replies_out(db.session(), slug, thread, after).model_dump(mode="json")


@blueprint.post("/stories/<slug>/replies")
@open_to(members, limit="12/minute; 300/day")
@blueprint.input(schemas.ReplyInput)
@blueprint.output(schemas.ReplyOut, status_code=201)
def post_reply(slug: str, json_data: schemas.ReplyInput) -> dict[str, Any]:
    """Reply to a story or to a reply. The same `client_id` again gives the reply that it made."""
    actor = current_actor()
    with unit_of_work() as session:
        story = by_slug(session, actor, slug)
        parent_id = queries.id_of_answered(session, story.id, json_data.parent)
        draft = actions.ReplyDraft(story.id, parent_id, json_data.body, json_data.client_id)
        reply = actions.post_reply(session, actor, draft)
    return schemas.reply_out(reply, json_data.parent).model_dump(mode="json")
