"""What fits a schema of ours, and what does not: made from it, so that a new door is knocked at as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

VALUES: dict[str, tuple[object, ...]] = {
    "string": ("a\x00b", "x" * 50_000, 7, None),
    "integer": (2**70, 2**53, -1, "1", None),
    "boolean": ("yes", None),
    "array": (["a\x00b"], [["deep"]], {}, None),
    "object": ([], None),
}
"""In place of something of this type, in JSON."""


class Schemas:
    """JSON Schema, as far as ours goes: something that fits, and the same spoilt in one place."""

    def __init__(self, named: Mapping[str, Any], **known: object) -> None:
        """`known` is what fits a field of this name."""
        self._named, self._known = named, known

    def spoilt(self, schema: dict[str, Any], name: str = "") -> Iterator[Any]:
        schema = self._plain(schema)
        if schema["type"] == "object":
            fitting = {key: self.fitting(one, key) for key, one in schema.get("properties", {}).items()}
            yield fitting
            for key, one in schema.get("properties", {}).items():
                yield from ({**fitting, key: worse} for worse in self.spoilt(one, key))
        yield from VALUES.get(schema["type"], ())

    def fitting(self, schema: dict[str, Any], name: str = "") -> Any:
        schema = self._plain(schema)
        if name in self._known:
            return self._known[name]
        if "enum" in schema:
            return schema["enum"][0]
        if schema["type"] == "object":
            return {key: self.fitting(one, key) for key, one in schema.get("properties", {}).items()}
        return {"string": "x" * 22, "integer": 1, "boolean": True, "array": [], "number": 1.0}.get(
            schema["type"]
        )

    def _plain(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "anyOf" in schema or "$ref" in schema:
            schema = (
                schema["anyOf"][0] if "anyOf" in schema else self._named[schema["$ref"].rpartition("/")[2]]
            )
        return {"type": "string"} | schema
