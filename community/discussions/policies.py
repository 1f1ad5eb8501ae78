"""Decisions about threads: facts in, decision out."""

from __future__ import annotations

from community.core.actor import Actor
from community.discussions.models import Thread
from community.stories.models import Story


def may_reply(actor: Actor, story: Story, thread: Thread | None) -> bool:
    """Members reply to what is published, while the thread is open."""
    return actor.is_signed_in and story.is_published and thread is not None and thread.is_open
