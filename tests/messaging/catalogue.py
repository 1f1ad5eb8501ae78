"""What docs/realtime.md says, read as a client's author reads it: the events, and the fields of each shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "realtime.md"

_EVENT = re.compile(r"^\| `([\w.]+)`.*$", re.MULTILINE)
_SHAPE = re.compile(r"^### (\w+)\n(.*?)(?=^### |^<!--)", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\| `(\w+)`(\??) \| (.*?) \| (.*?) \|$", re.MULTILINE)
_LINK = re.compile(r"\[(\w+)\]\(#\w+\)")


@dataclass(frozen=True)
class Field:
    required: bool
    shape: str
    """The shape that it has, or that the things in it have; empty for a plain value."""


@dataclass(frozen=True)
class Event:
    payload: str
    answer: str = ""


@dataclass(frozen=True)
class Catalogue:
    asked: dict[str, Event]
    told: dict[str, Event]
    shapes: dict[str, dict[str, Field]]

    def check(self, value: object, shape: str) -> None:
        """Raises AssertionError when `value` has a field that the page does not name, or lacks one that it requires."""
        if isinstance(value, list):
            for one in value:
                self.check(one, shape)
            return
        if value is None:
            return
        assert isinstance(value, dict), (shape, value)
        fields = self.shapes[shape]
        assert set(value) <= set(fields), (shape, set(value) - set(fields))
        assert {name for name, one in fields.items() if one.required} <= set(value), (shape, value)
        for name, one in value.items():
            if fields[name].shape:
                self.check(one, fields[name].shape)


@cache
def catalogue() -> Catalogue:
    text = PAGE.read_text()
    asked, _, told = text.partition("## From the server")
    shapes = {
        name: {
            field: Field(not mark, "".join(_LINK.findall(kind)[:1]))
            for field, mark, kind, _ in _FIELD.findall(body)
        }
        for name, body in _SHAPE.findall(text)
    }
    return Catalogue(_events(asked), _events(told.partition("## Shapes")[0]), shapes)


def _events(part: str) -> dict[str, Event]:
    return {row[1]: Event(*_LINK.findall(row[0])[:2]) for row in _EVENT.finditer(part)}
