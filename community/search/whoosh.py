"""The default engine: a Whoosh index in a folder, searched through columns in memory.

The folder holds `index-<n>` folders and a file `current` that names the one in use, replaced in one step when
a rebuild is done. The one before stays until the next rebuild, because readers may still have it open.

Whoosh pickles parts of its files, so who can write to the folder can run code here: it is private to the
user, and never restored from a backup but rebuilt.
"""

import json
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock, RLock
from time import monotonic
from typing import Any
from uuid import uuid4

import numpy as np
from whoosh import fields, index
from whoosh.analysis import Token, Tokenizer  # type: ignore[attr-defined]

from community.search.codec import by_person, from_json, to_json
from community.search.columns import DAMAGE, Damaged, Segment, Snapshot, reading
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
from community.search.prepared import FIELDS, NAME_WEIGHTS, prepare
from community.search.reasons import reasons
from community.search.scoring import Found, find
from community.search.suggesting import suggestions

LAYOUT = "2"
"""Changes with the fields, the analysis or the stored form: an index of another layout is rebuilt."""

WAIT_FOR_WRITER = 15.0
LOOK_FOR_OTHER_WRITERS = 0.3
_BATCH = 500
_META = "meta"
log = logging.getLogger(__name__)


class PreparedTokens(Tokenizer):
    """Passes on tokens that `prepared` has made. They travel as one string: each token, a slash, its
    position."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        token = Token(**options)
        token.boost = 1.0
        for part in value.split("\n"):
            token.text, _, position = part.rpartition("/")
            token.pos = int(position)
            yield token


def _schema() -> fields.Schema:
    texts = {field: fields.TEXT(analyzer=PreparedTokens(), phrase=True) for field in FIELDS}
    return fields.Schema(person=fields.ID(), columns=fields.STORED(), document=fields.STORED(), **texts)


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
            hits = tuple(self._hits(snapshot, found))
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

    def _hits(self, snapshot: Snapshot, found: Found) -> Iterator[Hit]:
        for row, score in zip(found.rows.tolist(), found.scores.tolist(), strict=True):
            matched = reasons(_document(snapshot, row), found.clauses) if found.clauses else ()
            yield Hit(int(snapshot.ids[row]), round(score, 4), matched)

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        snapshot = self._current()
        if snapshot is None or not prefix.strip():
            return ()
        query = Query(prefix, audience, page_size=limit, typing=True)
        try:
            named = find(snapshot, query, tuple(NAME_WEIGHTS))
            on_topic = find(snapshot, query, ("topic",))
            return suggestions(
                [_document(snapshot, row) for row in named.rows.tolist()],
                [_document(snapshot, row) for row in on_topic.rows.tolist()],
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
        segments, alive = [], []
        for reader, _ in self._index.reader().leaf_readers():
            if not reader.doc_count_all():
                continue
            key = reader.segment().segment_id()
            segment = known.get(key) or Segment(reader, key)
            segments.append(segment)
            alive.append(np.array([not reader.is_deleted(row) for row in range(segment.size)], bool))
        return Snapshot(segments, alive)

    def _give_up(self) -> None:
        """A damaged index answers nothing until it was rebuilt."""
        log.exception("search index is damaged and will be rebuilt")
        (self._folder / "current").unlink(missing_ok=True)
        self._index = self._snapshot = None

    # --- writing ---

    def put(self, documents: Iterable[Document]) -> None:
        with self._writing:
            self._refresh()
            if self._index is None:
                raise SearchError("the index is to be rebuilt first")
            held = self.ids_and_versions()
            newer = {
                person: views
                for person, views in by_person(documents).items()
                if max(view.version for view in views) >= held.get(person, -1)
            }
            if not newer:
                return
            with _Writer(self._index) as writer:
                for person, views in newer.items():
                    writer.delete_by_term("person", f"p{person}")
                    for view in views:
                        _add(writer, view)
            self._refresh()

    def remove(self, ids: Iterable[int], version: int = 0) -> None:
        with self._writing:
            self._refresh()
            if self._index is None:
                raise SearchError("the index is to be rebuilt first")
            as_of = max(version, self.as_of())
            with _Writer(self._index) as writer:
                for person in ids:
                    writer.delete_by_term("person", f"p{person}")
                # The highest version may have been that of the person who goes; it is kept in a row of its
                # own.
                writer.delete_by_term("person", _META)
                writer.add_document(person=_META, columns=json.dumps({"version": as_of}))
            self._refresh()

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> None:
        with self._writing:
            self._remove_old()
            name = f"index-{LAYOUT}-{uuid4().hex}"
            folder = self._folder / name
            folder.mkdir(mode=0o700)
            done = 0
            try:
                with _Writer(index.create_in(str(folder), _schema()), limitmb=128) as writer:
                    for done, document in enumerate(documents, 1):
                        _add(writer, document)
                        if progress and done % _BATCH == 0:
                            progress(done)
                    writer.add_document(person=_META, columns=json.dumps({"version": 0}))
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


class _Writer:
    """A Whoosh writer that commits at the end, or cancels, and speaks of failure as SearchError."""

    def __init__(self, opened: Any, **options: Any) -> None:
        self._index = opened
        self._options = options

    def __enter__(self) -> Any:
        try:
            self._writer = self._index.writer(timeout=WAIT_FOR_WRITER, **self._options)
        except DAMAGE as problem:
            raise SearchError("the index can't be written now") from problem
        return self._writer

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> None:
        if problem is not None:
            self._writer.cancel()
            return
        try:
            self._writer.commit()
        except DAMAGE as failure:
            raise SearchError("the index could not be written") from failure


def _add(writer: Any, document: Document) -> None:
    columns = {
        "id": document.id,
        "version": document.version,
        "confirmed": document.sort_confirmed.timestamp(),
        "visible_to": sorted(document.visible_to),
        "facets": dict(document.facets),
    }
    prepared = {
        field: "\n".join(f"{text}/{position}" for text, position in tokens)
        for field, tokens in prepare(document).items()
    }
    writer.add_document(
        person=f"p{document.id}", columns=json.dumps(columns), document=to_json(document), **prepared
    )


def _document(snapshot: Snapshot, row: int) -> Document:
    return from_json(snapshot.stored(row)["document"])
