"""What a search reads of a segment of the index: one row for each view, as columns in a file beside the segment.

Whoosh costs a Python call for each posting and each hit, so it is asked for neither: it keeps the documents, says
which of them are gone, and commits. A segment never changes. Its columns are written with it, and made anew from
its documents when they are missing or damaged.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sys import intern
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from community.search import blocks
from community.search.blocks import Column, Pieces
from community.search.damage import Damaged
from community.search.engine import AUDIENCES, Audience, Document
from community.search.facets import Facet, Mask
from community.search.postings import Collector, Inverted, Part, Words, join
from community.search.prepared import NAME_WEIGHTS, OWN_WEIGHTS, prepare_text, topics_by_step
from community.search.topic_terms import TopicColumn
from community.search.topic_values import as_value

_SEEN_BY = [
    frozenset(one for place, one in enumerate(AUDIENCES) if bits >> place & 1)
    for bits in range(1 << len(AUDIENCES))
]
"""The audiences by their bits."""
FIELDS = (*NAME_WEIGHTS, *OWN_WEIGHTS)
_RUN = 2_048
_TOPICS = "(topics)"
_PLAIN = ("ids", "versions", "confirmed", "seen_by")


@dataclass(frozen=True)
class Columns:
    """Rows without a person (`ids` below 0) only remember a version. `texts` holds what a hit is quoted from: a JSON
    list for each row, one after the other, which end at `ends`."""

    ids: NDArray[np.int64]
    versions: NDArray[np.int64]
    confirmed: NDArray[np.float64]
    seen_by: NDArray[np.uint8]
    texts: Column
    ends: NDArray[np.uint32]
    facets: dict[str, Facet]
    topics: TopicColumn
    words: Words
    lists: dict[str, Inverted]

    @property
    def size(self) -> int:
        return len(self.ids)

    def visible(self, audience: Audience) -> Mask:
        mask: Mask = (self.seen_by & (1 << AUDIENCES.index(audience))) != 0
        return mask

    def quoted(self, row: int) -> Document:
        """A view without its facets. Raises Damaged."""
        begins = int(self.ends[row - 1]) if row else 0
        names, headline, biography, passages = json.loads(self.texts[begins : int(self.ends[row])].tobytes())
        return Document(
            id=int(self.ids[row]),
            names=tuple(names),
            visible_to=_SEEN_BY[self.seen_by[row]],
            sort_confirmed=datetime.fromtimestamp(self.confirmed[row], UTC),
            version=int(self.versions[row]),
            headline=headline,
            biography=biography,
            topics=self.topics.of_row(row),
            passages=tuple(passages),
        )

    @classmethod
    def load(cls, path: Path) -> "Columns":
        """Texts and lists stay in the file until they are asked for. Raises Damaged."""
        values, arrays = blocks.read(path)
        try:
            facets = {
                facet: Facet(listed, arrays[f"facet {facet}.codes"][:], arrays[f"facet {facet}.counts"][:])
                for facet, listed in values.items()
            }
            ids, versions, confirmed, seen_by = (arrays[name][:] for name in _PLAIN)
            return cls(
                ids,
                versions,
                confirmed,
                seen_by,
                texts=arrays["texts"],
                ends=arrays["ends"][:],
                # Most segments have the same topics, whose names are long.
                topics=TopicColumn(facets.pop(_TOPICS).with_values(map(intern, values[_TOPICS]))),
                facets=facets,
                words=Words(arrays["words.letters"], arrays["words.ends"]),
                lists={
                    field: Inverted(*(arrays[f"{field}.{name}"] for name in Inverted.__slots__))
                    for field in FIELDS
                },
            )
        except (LookupError, ValueError, TypeError) as problem:
            raise Damaged(str(path)) from problem


def columns_path(folder: Path, key: str) -> Path:
    """Where the columns of a segment, or of a run, are. Whoosh does not know of files that are named so."""
    return folder / f"columns-{key}"


Kept = tuple[Columns, Mask]
"""Columns, and which of their rows stay."""


def save(path: Path, parts: Sequence[Kept]) -> None:
    """Write the rows that stay, of several segments one after the other. Raises OSError."""
    keys = sorted(set().union(*(columns.facets for columns, _ in parts)))
    facets = {
        key: Facet.joined([(columns.facets.get(key), stays) for columns, stays in parts]) for key in keys
    }
    facets[_TOPICS] = Facet.joined([(columns.topics.facet, stays) for columns, stays in parts])
    blocks.write(path, {key: facet.values for key, facet in facets.items()}, _pieces(parts, facets))


def _pieces(parts: Sequence[Kept], facets: dict[str, Facet]) -> Pieces:
    for name in _PLAIN:
        yield name, [getattr(columns, name)[stays] for columns, stays in parts]
    lengths = [np.diff(columns.ends, prepend=np.uint32(0)) for columns, _ in parts]
    kept = [length[stays] for length, (_, stays) in zip(lengths, parts, strict=True)]
    yield "ends", [np.cumsum(np.concatenate(kept), dtype=np.uint64).astype(np.uint32)]
    yield "texts", _texts(parts)
    for key, facet in facets.items():
        yield from facet.pieces(f"facet {key}")
    text_parts: list[Part] = []
    before = 0
    for columns, stays in parts:
        text_parts.append(
            Part(columns.words, columns.lists, np.where(stays, np.cumsum(stays) - 1 + before, -1))
        )
        before += int(stays.sum())
    yield from join(text_parts)


def _texts(parts: Sequence[Kept]) -> Iterator[NDArray[Any]]:
    """In pieces of some thousand rows, however many there are."""
    for columns, stays in parts:
        for start in range(0, columns.size, _RUN):
            ends = columns.ends[start : start + _RUN]
            begins = int(columns.ends[start - 1]) if start else 0
            letters = columns.texts[begins : int(ends[-1])]
            lengths = np.diff(ends, prepend=np.uint32(begins))
            yield letters[np.repeat(stays[start : start + _RUN], lengths)]


class ColumnsBuilder:
    """Takes rows in order. What is gathered goes into a file from time to time, which bounds the memory it takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[Columns] = []
        self.keys: list[str] = []
        """Of the runs in files: whoever may read an index that is not finished opens them."""
        self._begin()

    def _begin(self) -> None:
        self._rows: list[tuple[int, int, float, int]] = []
        self._texts: list[bytes] = []
        self._facets: list[dict[str, tuple[str, ...]]] = []
        self._topics: list[list[str]] = []
        self._words = Collector(FIELDS)

    def add(self, document: Document) -> None:
        row = len(self._rows)
        seen_by = sum(1 << AUDIENCES.index(audience) for audience in document.visible_to)
        self._rows.append((document.id, document.version, document.sort_confirmed.timestamp(), seen_by))
        self._texts.append(_as_text(document))
        self._facets.append(dict(document.facets))
        text = prepare_text(document)
        self._topics.append([as_value(topic, step) for topic, step in topics_by_step(document, text)])
        for field, tokens in text.items():
            self._words.add(row, field, tokens)
        if row + 1 == _RUN:
            self._put_aside()

    def add_version(self, version: int) -> None:
        """A row without a person."""
        self._rows.append((-1, version, 0.0, 0))
        self._texts.append(b"")
        self._facets.append({})
        self._topics.append([])

    def _put_aside(self) -> None:
        key = f"run-{uuid4().hex}"
        save(columns_path(self._folder, key), [_whole(self._run())])
        self._runs.append(Columns.load(columns_path(self._folder, key)))
        self.keys.append(key)
        self._begin()

    def finish(self) -> list[Kept]:
        """All rows, in order."""
        return [_whole(one) for one in (*self._runs, self._run())]

    def _run(self) -> Columns:
        ids, versions, confirmed, seen_by = zip(*self._rows, strict=True) if self._rows else ((),) * 4
        words, lists = self._words.invert()
        return Columns(
            np.array(ids, np.int64),
            np.array(versions, np.int64),
            np.array(confirmed, np.float64),
            np.array(seen_by, np.uint8),
            texts=np.frombuffer(b"".join(self._texts), np.uint8),
            ends=np.cumsum([len(text) for text in self._texts], dtype=np.uint32),
            facets={
                key: Facet.of(row.get(key, ()) for row in self._facets)
                for key in sorted(set().union(*self._facets))
            },
            topics=TopicColumn(Facet.of(self._topics)),
            words=words,
            lists=lists,
        )


def _whole(columns: Columns) -> Kept:
    return columns, np.ones(columns.size, bool)


def _as_text(document: Document) -> bytes:
    quoted: Iterable[object] = (document.names, document.headline, document.biography, document.passages)
    return json.dumps(tuple(quoted), ensure_ascii=False).encode(errors="replace")
