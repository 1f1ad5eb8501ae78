"""The data files, and the calendar: what was written for one day is told as of today."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from community.core import clock

FOLDER = Path(__file__).parent

DEMO_MARK = "demo"
"""A file of this name in the instance folder: its pages say that the people are invented."""


class DemoData:
    """Members, stories and conversations as they stand in the files."""

    @cached_property
    def members(self) -> list[dict[str, Any]]:
        roster = {one["handle"]: one for one in _read(FOLDER / "members" / "roster.json")}
        for path in sorted((FOLDER / "members").glob("part-*.json")):
            for member in _read(path):
                roster[member["handle"]] |= member
        return list(roster.values())

    @cached_property
    def stories(self) -> list[dict[str, Any]]:
        return [story for path in sorted((FOLDER / "stories").glob("part-*.json")) for story in _read(path)]

    @cached_property
    def conversations(self) -> list[dict[str, Any]]:
        path = FOLDER / "conversations.json"
        return list(_read(path)) if path.exists() else []

    @cached_property
    def _shift(self) -> timedelta:
        """Whole days forward, so that the newest thing happened within the last 24 hours."""
        moments = [story["published_at"] for story in self.stories]
        moments += [reply["at"] for story in self.stories for reply in story.get("replies", ())]
        moments += [message["at"] for talk in self.conversations for message in talk["messages"]]
        return timedelta(days=max(0, (clock.now() - max(map(_moment, moments))).days))

    def moment(self, written: str) -> datetime:
        """Never in the future: whoever starts early in the day sees the last things as just said."""
        return min(_moment(written) + self._shift, clock.now())

    def until(self, written: str) -> datetime:
        """A moment that may lie ahead."""
        return _moment(written) + self._shift

    def day(self, written: str) -> date:
        return date.fromisoformat(written) + self._shift


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
