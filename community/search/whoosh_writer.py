"""Writing a Whoosh index together with the columns of its segments."""

from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.reading import SegmentReader

from community.search.codec import to_json
from community.search.columns import ColumnsBuilder, columns_path, save
from community.search.damage import DAMAGE
from community.search.engine import Document, SearchError
from community.search.snapshot import Segment, Snapshot

SCHEMA = fields.Schema(person=fields.ID(), version=fields.STORED(), document=fields.STORED())
WAIT_FOR_WRITER = 15.0
_META = "meta"
_FEW_SEGMENTS = 6
_ALIKE = 3


class SegmentWriter:
    """Adds rows as a new segment, into which small old ones are merged; commits at the end, or cancels, and speaks
    of failure as SearchError."""

    def __init__(self, opened: Any, snapshot: Snapshot | None = None) -> None:
        self._index = opened
        self._segments = {segment.key: segment for segment in snapshot.segments} if snapshot else {}
        self._folder = Path(opened.storage.folder)
        self._columns = ColumnsBuilder(self._folder)

    def __enter__(self) -> "SegmentWriter":
        try:
            self._writer = self._index.writer(timeout=WAIT_FOR_WRITER)
        except DAMAGE as problem:
            raise SearchError("the index can't be written now") from problem
        return self

    def add(self, document: Document) -> None:
        self._columns.add(document)
        self._writer.add_document(person=f"p{document.id}", document=to_json(document))

    @property
    def runs(self) -> tuple[str, ...]:
        """The keys of the columns that are in files already; they go with the commit."""
        return tuple(self._columns.keys)

    def remove(self, person: int) -> None:
        self._writer.delete_by_term("person", f"p{person}")

    def remember(self, version: int) -> None:
        """Keep a version that no row has."""
        self._writer.delete_by_term("person", _META)
        self._columns.add_version(version)
        self._writer.add_document(person=_META, version=version)

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> None:
        if problem is not None:
            self._writer.cancel()
            return
        try:
            self._writer.commit(mergetype=self._merge)
        except DAMAGE as failure:
            raise SearchError("the index could not be written") from failure

    def _merge(self, writer: Any, segments: list[Any]) -> list[Any]:
        """What Whoosh asks for before it commits: take in segments, and say which stay. The columns of the new
        segment are written here, so that they are there when readers learn of it."""
        parts = self._columns.finish()
        small = _small(sum(columns.size for columns, _ in parts), segments)
        for segment in small:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            known = self._segments.get(segment.segment_id())
            held = known or Segment(reader, segment.segment_id(), self._folder)
            stays = np.ones(held.size, bool)
            stays[list(segment.deleted_docs())] = False
            parts.append((held.columns, stays))
        save(columns_path(self._folder, writer.newsegment.segment_id()), parts)
        others = [segment for segment in segments if segment not in small]
        self._forget_columns_but({one.segment_id() for one in (*others, writer.newsegment)}, segments)
        return others

    def _forget_columns_but(self, kept: set[str], segments: list[Any]) -> None:
        """Those of segments that were merged earlier; those of today's may still be opened by a reader."""
        kept |= {segment.segment_id() for segment in segments}
        for path in self._folder.glob("columns-*"):
            if path.name.removeprefix("columns-") not in kept:
                path.unlink(missing_ok=True)


def _small(new: int, segments: list[Any]) -> list[Any]:
    """The segments to be merged: none as long as there are few; then, from the smallest on, those that are not much
    larger than what is merged already, so that a row is copied a few times in its life and not with each write."""
    if len(segments) < _FEW_SEGMENTS:
        return []
    merged: list[Any] = []
    rows = new
    for segment in sorted(segments, key=lambda one: one.doc_count()):
        if segment.doc_count() > max(rows * _ALIKE, 50) and len(segments) - len(merged) < 2 * _FEW_SEGMENTS:
            break
        merged.append(segment)
        rows += segment.doc_count()
    return merged
