"""The default engine: a Whoosh index in a folder, searched through columns in memory.

The folder holds `index-<n>` folders and a file `current` that names the one in use, replaced in one step when
a rebuild is done. The one before stays until the next rebuild, because readers may still have it open.

Whoosh pickles parts of its files, so who can write to the folder can run code here: it is private to the
user, and never restored from a backup but rebuilt.
"""

import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock, RLock
from time import monotonic
from typing import Any
from uuid import uuid4

import numpy as np
from whoosh import index

from community.search.codec import by_person
from community.search.damage import Damaged, reading
from community.search.engine import (
    Audience,
    Document,
    Hit,
    Progress,
    Query,
    Results,
    SearchError,
    Suggestion,
)
from community.search.facets import Mask
from community.search.prepared import NAME_WEIGHTS, TOPIC_WEIGHTS
from community.search.reasons import Reasons
from community.search.scoring import Found, find, found_by_name
from community.search.snapshot import Segment, Snapshot
from community.search.suggesting import suggestions
from community.search.whoosh_writer import SCHEMA, SegmentWriter

LAYOUT = "4"
"""Changes with the fields, the analysis or the stored form: an index of another layout is rebuilt."""

LOOK_FOR_OTHER_WRITERS = 0.3
_BATCH = 500
log = logging.getLogger(__name__)


class WhooshEngine:
    """See `engine.Engine` for what each method promises. One object a process; several processes may share a
    folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)
        self._writing = RLock()
        self._refreshing = Lock()
        self._index: Any = None
        self._name = ""
        self._snapshot: Snapshot | None = None
        self._generation = -1
        self._looked = 0.0
        self._refresh()

    # --- reading ---

    def is_ready(self) -> bool:
        return self._current() is not None

    def as_of(self) -> int:
        snapshot = self._current()
        return snapshot.as_of if snapshot else 0

    def ids_and_versions(self) -> Mapping[int, int]:
        snapshot = self._current()
        if snapshot is None:
            return {}
        ids, versions = snapshot.ids[snapshot.alive], snapshot.versions[snapshot.alive]
        return dict(zip(ids.tolist(), versions.tolist(), strict=True))

    def search(self, query: Query) -> Results:
        snapshot = self._current()
        if snapshot is None:
            return Results(rebuilding=True)
        try:
            found = find(snapshot, query)
            hits = tuple(self._hits(snapshot, query.audience, found))
        except Damaged:
            self._give_up()
            return Results(rebuilding=True)
        return Results(
            hits=hits,
            total=found.total,
            facet_counts=found.counts,
            rule=query.rule(bool(found.clauses)),
            as_of=snapshot.as_of,
            corrected=found.corrected,
            partial=found.partial,
        )

    def _hits(self, snapshot: Snapshot, audience: Audience, found: Found) -> Iterator[Hit]:
        reasons = Reasons(found.clauses)
        by_name = found_by_name(snapshot, audience, found).tolist()
        for row, score, named in zip(found.rows.tolist(), found.scores.tolist(), by_name, strict=True):
            matched = reasons.of(snapshot.document(row), by_name=named) if found.clauses else ()
            yield Hit(int(snapshot.ids[row]), round(score, 4), matched)

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        snapshot = self._current()
        if snapshot is None or not prefix.strip():
            return ()
        query = Query(prefix, audience, page_size=limit, typing=True)
        try:
            named = find(snapshot, query, tuple(NAME_WEIGHTS))
            on_topic = find(snapshot, query, tuple(TOPIC_WEIGHTS))
            return suggestions(
                [snapshot.document(row) for row in named.rows.tolist()],
                [snapshot.document(row) for row in on_topic.rows.tolist()],
                on_topic.clauses,
                limit,
            )
        except Damaged:
            self._give_up()
            return ()

    def _current(self) -> Snapshot | None:
        """The newest snapshot. Another process may have written: that is looked for a few times a second."""
        if monotonic() - self._looked > LOOK_FOR_OTHER_WRITERS and self._refreshing.acquire(blocking=False):
            try:
                self._refresh_held()
            finally:
                self._refreshing.release()
        return self._snapshot

    def _refresh(self) -> None:
        with self._refreshing:
            self._refresh_held()

    def _refresh_held(self) -> None:
        self._looked = monotonic()
        try:
            with reading():
                name = self._in_use()
                if not name:
                    self._index = self._snapshot = None
                    return
                if name != self._name or self._index is None:
                    self._index = index.open_dir(str(self._folder / name))
                    self._name, self._snapshot = name, None
                generation = self._index.latest_generation()
                if self._snapshot is None or generation != self._generation:
                    self._snapshot = self._load(self._snapshot)
                    self._generation = generation
        except Damaged:
            self._give_up()

    def _in_use(self) -> str:
        """The folder of the index in use, or nothing if there is none of the layout that this code reads."""
        try:
            name = (self._folder / "current").read_text()
        except FileNotFoundError:
            return ""
        return name if name.startswith(f"index-{LAYOUT}-") and "/" not in name else ""

    def _load(self, old: Snapshot | None) -> Snapshot:
        known = {segment.key: segment for segment in old.segments} if old else {}
        segments: list[Segment] = []
        alive: list[Mask] = []
        for reader, _ in self._index.reader().leaf_readers():
            if not reader.doc_count_all():
                continue
            key = reader.segment().segment_id()
            segments.append(known.get(key) or Segment(reader, key, self._folder / self._name))
            alive.append(np.ones(segments[-1].size, bool))
            alive[-1][list(reader.segment().deleted_docs())] = False
        return Snapshot(segments, alive)

    def _give_up(self) -> None:
        """A damaged index answers nothing until it was rebuilt."""
        log.exception("search index is damaged and will be rebuilt")
        (self._folder / "current").unlink(missing_ok=True)
        self._index = self._snapshot = None

    # --- writing ---

    def put(self, documents: Iterable[Document]) -> None:
        with self._writing:
            snapshot = self._to_write_to()
            people = by_person(documents)
            held = snapshot.held(people)
            newer = {
                person: views
                for person, views in people.items()
                if max(view.version for view in views) >= held.get(person, -1)
            }
            if not newer:
                return
            with SegmentWriter(self._index, snapshot) as writer:
                for person, views in newer.items():
                    writer.remove(person)
                    for view in views:
                        writer.add(view)
            self._refresh()

    def remove(self, ids: Iterable[int], version: int = 0) -> None:
        with self._writing:
            snapshot = self._to_write_to()
            with SegmentWriter(self._index, snapshot) as writer:
                for person in ids:
                    writer.remove(person)
                # The highest version may have been that of the person who goes; it is kept in a row of its own.
                writer.remember(max(version, snapshot.as_of))
            self._refresh()

    def _to_write_to(self) -> Snapshot:
        self._refresh()
        if self._snapshot is None:
            raise SearchError("the index is to be rebuilt first")
        return self._snapshot

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> None:
        with self._writing:
            self._remove_old()
            name = f"index-{LAYOUT}-{uuid4().hex}"
            folder = self._folder / name
            folder.mkdir(mode=0o700)
            done = 0
            try:
                with SegmentWriter(index.create_in(str(folder), SCHEMA)) as writer:
                    for done, document in enumerate(documents, 1):
                        writer.add(document)
                        if progress and done % _BATCH == 0:
                            progress(done)
                    writer.remember(0)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            pointer = self._folder / f"current.{uuid4().hex}"
            pointer.write_text(name)
            pointer.replace(self._folder / "current")
            self._refresh()
            if progress:
                progress(done)

    def _remove_old(self) -> None:
        for folder in self._folder.glob("index-*"):
            if folder.name != self._name or self._index is None:
                shutil.rmtree(folder, ignore_errors=True)
