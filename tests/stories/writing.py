"""What the tests write at the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.stories import actions
from community.stories.actions import StoryDraft
from community.stories.models import Story, StoryKind
from tests.cast import Person

KAFUE = StoryDraft(
    kind=StoryKind.LINK,
    title="Lusaka asks for a second look at the hydropower loan",
    standfirst="The ministry wants the calendar moved behind the dry seasons.",
    section="debt",
    source_url="https://ledger.example/kafue",
    source_name="Lusaka Ledger",
    source_language="en",
    source_country="ZM",
    editor_note="The annex on page 14 is the news.",
    countries=("ZM",),
)


def link(editor: Person, **changes: Any) -> Story:
    """A draft of a link."""
    return _draft(editor, replace(KAFUE, **changes))


def article(editor: Person, *authors: Person, **changes: Any) -> Story:
    """A draft of an article by `authors`."""
    draft = StoryDraft(
        kind=StoryKind.ARTICLE,
        title="What the port concession says about risk",
        body="Three clauses *look* technical.",
        byline=tuple(author.handle for author in authors),
    )
    return _draft(editor, replace(draft, **changes))


def published(editor: Person, story: Story | None = None, **changes: Any) -> Story:
    """A story that readers see; a link of `editor` when none is given."""
    story = story or link(editor, **changes)
    with unit_of_work() as session:
        shown = actions.publish_story(session, editor.actor, story.id, story.version)
    return _apart(shown)


def _draft(editor: Person, draft: StoryDraft) -> Story:
    with unit_of_work() as session:
        story = actions.draft_story(session, editor.actor, draft)
    return _apart(story)


def _apart(story: Story) -> Story:
    """As it was then: what doors do later changes the database, not what the test remembers."""
    db.session.expunge(story)
    return story
