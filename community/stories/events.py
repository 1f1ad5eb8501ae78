"""What happened to stories."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPublished(Event):
    """Readers can see it from now on; also when it is published again after it was withdrawn."""

    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChanged(Event):
    """A story that readers can see reads differently now."""

    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWithdrawn(Event):
    """Readers can no longer see it."""

    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPinned(Event):
    """An editor put it first; `until` is an ISO 8601 moment, or None when the pin was taken off."""

    story_id: int
    editor_id: int
    until: str | None
