"""Bringing the rows of a list to what a draft wants, so that a row which stays is the same row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from community.profiles.models import Audience, Item, Source
from community.profiles.models.items import today


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as a draft has it. `key` finds the row that is there; `audience` is None where nothing was chosen: then
    a row keeps the one that it has, and a new row gets `default`."""

    key: Hashable
    values: dict[str, Any]
    audience: str | None = None
    default: Audience = Audience.PUBLIC


Row = TypeVar("Row")


def brought_to(
    held: Iterable[Row], wanted: Iterable[Wanted], make: type[Row], key: Callable[[Row], Hashable]
) -> list[Row]:
    """The rows in the wanted order. One whose values stay keeps its source and the day it was confirmed; what the
    member typed anew is theirs, and confirmed today."""
    kept: dict[Hashable, list[Row]] = defaultdict(list)
    for row in held:
        kept[key(row)].append(row)
    result = []
    for position, one in enumerate(wanted):
        row = kept[one.key].pop(0) if kept[one.key] else make()
        _write(row, one, position)
        result.append(row)
    return result


def _write(row: Any, wanted: Wanted, position: int) -> None:
    is_new = row.member_id is None
    changed = {name: value for name, value in wanted.values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if hasattr(row, "position"):
        row.position = position
    if not isinstance(row, Item):
        return
    if changed:
        row.source, row.confirmed_on = Source.MEMBER, today()
    if wanted.audience is not None or is_new:
        row.audience = wanted.audience or wanted.default
