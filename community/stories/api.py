"""The JSON door of stories."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import request, url_for

from community.core.actor import anyone, editors
from community.core.db import db
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.stories import actions, queries, schemas

blueprint = APIBlueprint("stories_api", __name__, tag="Stories")


@blueprint.get("/stories")
@open_to(anyone, limit="120/minute")
@blueprint.output(schemas.StoriesOut)
def list_stories() -> dict[str, Any]:
    """Published stories, newest first, 20 at a time; `older` is the address of the next page."""
    page = queries.newest(db.session(), before=request.args.get("before", type=int))
    older = url_for(".list_stories", before=page.stories[-1].id) if page.has_older else None
    found = queries.whole(db.session(), [one.id for one in page.stories])
    stories = [schemas.story_out(found[one.id]) for one in page.stories]
    return schemas.StoriesOut(stories=stories, older=older).model_dump(mode="json")


@blueprint.get("/stories/<slug>")
@open_to(anyone, limit="120/minute")
@blueprint.output(schemas.WholeStoryOut)
def get_story(slug: str) -> dict[str, Any]:
    """One story with its text. Editors also get drafts."""
    story = queries.by_slug(db.session(), current_actor(), slug)
    return schemas.whole_story_out(story).model_dump(mode="json")


@blueprint.post("/stories")
@open_to(editors, limit="60/minute")
@blueprint.input(schemas.StoryInput)
@blueprint.output(schemas.WholeStoryOut, status_code=201)
def create_story(json_data: schemas.StoryInput) -> dict[str, Any]:
    """Put a draft on the desk."""
    with unit_of_work() as session:
        story = actions.draft_story(session, current_actor(), json_data.draft())
    found = queries.by_slug(db.session(), current_actor(), story.slug)
    return schemas.whole_story_out(found).model_dump(mode="json")


@blueprint.post("/stories/<slug>/publish")
@open_to(editors, limit="60/minute")
@blueprint.input(schemas.VersionInput)
@blueprint.output(schemas.WholeStoryOut)
def publish_story(slug: str, json_data: schemas.VersionInput) -> dict[str, Any]:
    """Show a draft to readers. Refused when somebody has changed it since `version`."""
    with unit_of_work() as session:
        story = queries.by_slug(session, current_actor(), slug)
        actions.publish_story(session, current_actor(), story.id, json_data.version)
    return schemas.whole_story_out(story).model_dump(mode="json")
