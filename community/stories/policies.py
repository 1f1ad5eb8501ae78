"""Decisions about stories: facts in, decision out."""

from __future__ import annotations

from community.core.actor import Actor
from community.stories.models import Status, Story

STEPS: dict[str, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.SCHEDULED, Status.PUBLISHED}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED}),
    Status.SCHEDULED: frozenset({Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED}),
    Status.PUBLISHED: frozenset({Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset({Status.PUBLISHED}),
    Status.PRIVATE: frozenset({Status.DRAFT, Status.PUBLISHED}),
}
"""Where a story may go from where it is."""


def may_move(story: Story, to: Status) -> bool:
    return to in STEPS[story.status]


def may_edit(actor: Actor) -> bool:
    """The desk writes for the whole site: every editor may work on every story."""
    return actor.is_editor


def is_named_by_title(story: Story) -> bool:
    """Until readers may know its address, a story's slug follows its title."""
    return story.status in {Status.DRAFT, Status.IN_REVIEW}


def missing_for_publication(story: Story) -> tuple[str, ...]:
    """The fields that a story still lacks: a link needs its reason, an article its authors."""
    needed = {"title": story.title}
    if story.is_article:
        needed |= {"body": story.body_html, "byline": "signed" if story.byline else ""}
    else:
        needed |= {
            "source_url": story.source_url or "",
            "source_name": story.source_name,
            "editor_note": story.editor_note,
        }
    return tuple(field for field, value in needed.items() if not value)
