"""What happened to profiles."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaved(Event):
    """Something that readers may see of a profile changed, who may see it included."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoDropped(Event):
    """A photo was replaced or removed; its files may go."""

    photo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChanged(Event):
    """A topic reads differently, or took the place of another one; so does everybody who has it."""

    topic_id: int
