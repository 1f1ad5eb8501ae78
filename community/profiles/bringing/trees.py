"""One shape for XML and JSON, read within bounds: a record of ORCID says the same in both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from flask_babel import gettext as _

from community.profiles.bringing.decoding import check_size
from community.profiles.bringing.errors import FileUnreadable

MOST_DEPTH = 40
MOST_NODES = 300_000


@dataclass(slots=True)
class Node:
    """An element of XML or a key of JSON: its name without a prefix, its text, and what is in it."""

    name: str
    text: str = ""
    children: list[Node] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def all(self, *names: str) -> Iterator[Node]:
        """Every node with one of these names below this one, in order; nothing below a node that was found."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.all(*names)

    def at(self, *path: str) -> Node:
        """The first node at the path; an empty one where there is none."""
        node = self
        for name in path:
            node = next((child for child in node.children if child.name == name), _NOTHING)
        return node

    def said(self, *path: str) -> str:
        """The text at the path, an attribute's too; "" where there is none."""
        node = self.at(*path)
        if node is _NOTHING and path:
            return self.at(*path[:-1]).attributes.get(path[-1], "")
        return node.text.strip() or node.at("value").text.strip()


_NOTHING = Node("")


def tree_of_xml(data: bytes) -> Node:
    """Raises FileUnreadable for what is not well-formed, nests without end, or declares a document type: entities
    are how a small file becomes a large one, and how it asks for others."""
    check_size(data)
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(data)
        root = cast(Node, parser.close())
    except DefusedXmlException as error:
        raise FileUnreadable(
            _("The file declares a document type (DOCTYPE). No record does, and it can do harm: not read.")
        ) from error
    except ParseError as error:
        raise FileUnreadable(
            _(
                "The file is not whole XML: line %(line)s, column %(column)s. Please download it again.",
                line=error.position[0],
                column=error.position[1] + 1,
            )
        ) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise FileUnreadable(_("The file names an encoding that cannot be read.")) from error
    return root


def parsed_json(text: str) -> Any:
    """Raises FileUnreadable for what is no JSON, or is bottomless."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FileUnreadable(
            _(
                "The file is not whole JSON: line %(line)s, column %(column)s. Please download it again.",
                line=error.lineno,
                column=error.colno,
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(_("The file is nested too deep, or holds a number without end.")) from error


def tree_of_json(value: Any) -> Node:
    """The same for parsed JSON: a list under a key is as many nodes with its name. Raises FileUnreadable like it."""
    nodes = list(_nodes("", value, iter(range(MOST_NODES)), 0))
    return nodes[0] if isinstance(value, dict) else Node("", children=nodes)


def _nodes(name: str, value: Any, counter: Iterator[int], depth: int) -> Iterator[Node]:
    if depth > MOST_DEPTH or next(counter, None) is None:
        raise _too_deep()
    if isinstance(value, dict):
        children = [node for key, one in value.items() for node in _nodes(key, one, counter, depth + 1)]
        yield Node(name, children=children)
    elif isinstance(value, list):
        for one in value:
            yield from _nodes(name, one, counter, depth + 1)
    elif value is not None:
        yield Node(name, text=str(value))


def _too_deep() -> FileUnreadable:
    return FileUnreadable(_("The file holds more than any record of a person, or is nested too deep."))


class _Builder:
    """What the XML parser calls: makes nodes and keeps to the bounds."""

    def __init__(self) -> None:
        self._open = [Node("")]
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_NODES or len(self._open) > MOST_DEPTH:
            raise _too_deep()
        node = Node(_local(tag), attributes={_local(name): value for name, value in attributes.items()})
        self._open[-1].children.append(node)
        self._open.append(node)

    def data(self, data: str) -> None:
        self._open[-1].text += data

    def end(self, tag: str) -> None:
        self._open.pop()

    def close(self) -> Node:
        return self._open[0]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
