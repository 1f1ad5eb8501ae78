"""What the server tells over Socket.IO: each event with its schema and its hearers, named where it is told.

`docs/realtime.md` is made from these and from the doors of `realtime.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from community.core import realtime

Told = TypeVar("Told", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class News(Generic[Told]):
    """An event that is told. `to` says to whom, in a few words."""

    event: str
    payload: type[Told]
    to: str

    def tell(self, payload: Told, *, rooms: list[str]) -> None:
        """To whoever is in one of `rooms`, in every process."""
        self.tell_written(payload.model_dump(mode="json"), rooms=rooms)

    def tell_written(self, payload: dict[str, Any], *, rooms: list[str]) -> None:
        """The same of what is ready for JSON already, because several are told it."""
        realtime.emit(self.event, payload, rooms=rooms)


NEWS: dict[str, News[BaseModel]] = {}


def tells(event: str, payload: type[Told], *, to: str) -> News[Told]:
    """Declare an event that the server tells."""
    news = News(event, payload, to)
    NEWS[event] = news  # type: ignore[assignment]  # of many kinds, each told with its own
    return news
