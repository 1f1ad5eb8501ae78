"""Durable subscribers of discussions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from community.core.unit_of_work import unit_of_work
from community.discussions import queries
from community.profiles.endorsing import forget_replies
from community.profiles.events import TopicChanged
from community.stories.events import StoryWithdrawn
from community.stories.queries import is_about


class AboutMember(Protocol):
    """A fact that changes how a member is shown."""

    @property
    def member_id(self) -> int: ...


def redraw_pages_of(facts: Sequence[AboutMember]) -> None:
    """Pages that name these members get a new version; once too often only costs a drawing."""
    with unit_of_work() as session:
        queries.count_a_change(session, queries.threads_that_show({fact.member_id for fact in facts}))


def forget_evidence(facts: Sequence[StoryWithdrawn]) -> None:
    """Replies below a story that nobody can read any more are no evidence; published again, an editor endorses them
    again."""
    with unit_of_work() as session:
        forget_replies(session, queries.ids_below(session, {fact.story_id for fact in facts}))


def redraw_pages_about(facts: Sequence[TopicChanged]) -> None:
    """The same for pages of stories that name one of these topics."""
    with unit_of_work() as session:
        queries.count_a_change(session, is_about({fact.topic_id for fact in facts}))
