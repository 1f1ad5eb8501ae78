"""Decisions about threads: facts in, decision out."""

from __future__ import annotations

from typing import Protocol

from community.core.actor import Actor


class Published(Protocol):
    """A story, or what a page says of it."""

    @property
    def is_published(self) -> bool: ...


class Open(Protocol):
    """A thread, or what a page says of it."""

    @property
    def is_open(self) -> bool: ...


def may_reply(actor: Actor, story: Published, thread: Open | None) -> bool:
    """Members reply to what is published, while the thread is open."""
    return actor.is_signed_in and story.is_published and thread is not None and thread.is_open
