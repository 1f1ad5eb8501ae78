"""The table of what follows what names every fact: one that was forgotten in it would be told to nobody."""

from __future__ import annotations

from community.core.events import Event
from community.wiring import wire

FOLLOWED_BY_NOBODY = {
    "MemberJoined",
    "PeopleInvited",
    "StoryChanged",
    "StoryPinned",
    "StoryPublished",
}
"""Recorded by their actions, and of no consequence so far."""


def test_every_fact_has_somebody_who_follows_it_or_is_known_to_have_nobody() -> None:
    table = wire()
    ours = {name: fact for name, fact in Event.known.items() if fact.__module__.startswith("community.")}
    unheard = {name for name, fact in ours.items() if fact not in table.live and fact not in table.durable}
    assert unheard == FOLLOWED_BY_NOBODY, "Name its subscriber in community/wiring.py, or name it here"
