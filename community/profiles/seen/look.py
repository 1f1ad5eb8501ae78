"""The one comparison of an item's audience with a reader's: what passes here is seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from community.core.errors import NotFound
from community.profiles.audiences import field_mark, sees
from community.profiles.models import Audience, Mark, Profile


class _Row(Protocol):
    audience: str

    @property
    def mark(self) -> Mark: ...


Value = TypeVar("Value")
Shape = TypeVar("Shape")
Row = TypeVar("Row", bound=_Row)


class Look:
    """One profile before one audience."""

    def __init__(self, profile: Profile, audience: Audience, *, is_open: bool = False) -> None:
        if not is_open and not sees(audience, profile.audience):
            raise NotFound()
        self._profile = profile
        self.audience = audience

    def sees_field(self, name: str) -> bool:
        return sees(self.audience, field_mark(self._profile, name).audience)

    def field(self, name: str, value: Value, empty: Value) -> Value:
        return value if self.sees_field(name) else empty

    def visible(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if sees(self.audience, row.audience)]

    def rows(self, shape: type[Shape], rows: Iterable[Any], *, without: str = "") -> Iterable[Shape]:
        """The visible rows in their frozen shape, which has the names of their columns."""
        names = [name for name in shape.__dataclass_fields__ if name != without]  # type: ignore[attr-defined]
        for row in self.visible(rows):
            yield shape(**{name: getattr(row, name) for name in names})
