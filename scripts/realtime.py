"""``python -m scripts.realtime update`` writes the event catalogue of docs/realtime.md from what validates the events.

``tests/core/test_catalogue.py`` fails while the page says something else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from community import app as application
from community.core.news import NEWS
from community.core.socket_doors import DOORS, SocketDoor

PAGE = Path("docs/realtime.md")
BEGIN, END = "<!-- catalogue: written by scripts/realtime.py -->\n", "<!-- end of the catalogue -->\n"

DECLARING = application.SOCKETS
"""Importing these declares the events."""


def page() -> str:
    """The page as it should be: what people wrote, with the catalogue of the program in its place."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    return before + BEGIN + catalogue() + END + rest.partition(END)[2]


def catalogue() -> str:
    lines = ["\n## From the client\n\n"]
    lines += ["| event | payload | acknowledgement adds | who | limit |\n", "|---|---|---|---|---|\n"]
    lines += [_from_client(door) for door in DOORS.values()]
    lines += ["\n## From the server\n\n", "| event | payload | to |\n", "|---|---|---|\n"]
    lines += [f"| `{one.event}` | {_link(one.payload)} | {one.to} |\n" for one in NEWS.values()]
    lines += ["\n## Shapes\n"]
    lines += _shapes()
    return "".join(lines)


def answer_of(door: SocketDoor) -> type[BaseModel] | None:
    """The shape whose fields an acknowledgement adds to `ok`."""
    found = get_type_hints(door.handle, include_extras=True)["return"]
    shape = found.__metadata__[0] if get_origin(found) is Annotated else found
    return shape if isinstance(shape, type) and issubclass(shape, BaseModel) else None


def _from_client(door: SocketDoor) -> str:
    says = (door.handle.__doc__ or "").strip().splitlines()[0]
    answer = answer_of(door)
    limit = door.limit.replace("/", " a ")
    added = _link(answer) if answer else ""
    return f"| `{door.event}`<br>{says} | {_link(door.payload)} | {added} | {door.who.__name__} | {limit} |\n"


def _link(model: type[BaseModel]) -> str:
    return f"[{model.__name__}](#{model.__name__.lower()})"


def _shapes() -> Iterator[str]:
    models = [door.payload for door in DOORS.values()]
    models += [answer for door in DOORS.values() if (answer := answer_of(door))]
    models += [one.payload for one in NEWS.values()]
    # As they are read, not as they are written: what is left out where it says nothing is not required.
    _, schema = models_json_schema([(one, "validation") for one in models], ref_template="{model}")
    for name, shape in sorted(schema["$defs"].items()):
        yield f"\n### {name}\n\n"
        if doc := shape.get("description"):
            yield f"{' '.join(doc.split())}\n\n"
        fields = shape.get("properties", {})
        if not fields:
            yield "No fields.\n"
            continue
        yield "| field | is | |\n|---|---|---|\n"
        for field, told in fields.items():
            mark = "" if field in shape.get("required", ()) else "?"
            yield f"| `{field}`{mark} | {_kind(told)} | {told.get('description', '')} |\n"


def _kind(told: dict[str, Any]) -> str:
    if "$ref" in told:
        return f"[{told['$ref']}](#{told['$ref'].lower()})"
    if "anyOf" in told:
        return " or ".join(_kind(one) for one in told["anyOf"])
    match told.get("type"):
        case "array":
            return f"list of {_bounds(told, 'minItems', 'maxItems')}{_kind(told['items'])}"
        case "object":
            return f"map of text to {_kind(told['additionalProperties'])}"
        case "integer":
            return f"number{_range(told)}"
        case "string" if told.get("format") == "date-time":
            return "moment (RFC 3339)"
        case "string" if "pattern" in told:
            return f"text like `{told['pattern']}`".replace("|", "\\|")
        case "string" if "maxLength" in told:
            return f"text, at most {told['maxLength']:,} characters"
        case found:
            return {"string": "text", "boolean": "true or false", "null": "null"}.get(str(found), str(found))


def _bounds(told: dict[str, Any], least: str, most: str) -> str:
    return f"{told.get(least, 0)} to {told[most]} × " if most in told else ""


def _range(told: dict[str, Any]) -> str:
    return f", at least {told['minimum']}" if "minimum" in told else ""


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit(__doc__)
    PAGE.write_text(page())
