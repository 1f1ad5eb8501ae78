"""The default engine: a Whoosh index in a folder, searched through columns in memory.

Whoosh pickles parts of its files, so who can write to the folder can run code here: it is private to the
user, and never restored from a backup but rebuilt.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import RLock
from uuid import uuid4

from whoosh import index

from community.search.building import Building, forget_building, the_only_builder
from community.search.codec import by_person
from community.search.damage import Damaged
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
from community.search.prepared import NAME_WEIGHTS, TOPIC_WEIGHTS
from community.search.reasons import Reasons
from community.search.scoring import Found, find, found_by_name
from community.search.snapshot import Snapshot
from community.search.suggesting import suggestions
from community.search.whoosh_reader import LAYOUT, IndexFolder
from community.search.whoosh_writer import SCHEMA, SegmentWriter

_BATCH = 500
"""Documents between two words of progress."""


class WhooshEngine:
    """See `engine.Engine` for what each method promises. One object a process; several processes may share a
    folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self._writing = RLock()
        self._folder = IndexFolder(folder)

    # --- reading ---

    def is_ready(self) -> bool:
        return self._folder.current() is not None

    def as_of(self) -> int:
        snapshot = self._folder.current()
        return snapshot.as_of if snapshot else 0

    def ids_and_versions(self) -> Mapping[int, int]:
        snapshot = self._folder.current()
        if snapshot is None:
            return {}
        ids, versions = snapshot.ids[snapshot.alive], snapshot.versions[snapshot.alive]
        return dict(zip(ids.tolist(), versions.tolist(), strict=True))

    def search(self, query: Query) -> Results:
        snapshot = self._folder.current()
        rebuilding = None if snapshot else self._folder.building.told
        snapshot = snapshot or self._folder.so_far()
        if snapshot is None:
            return Results(rule=query.rule(bool(query.text.strip())), rebuilding=rebuilding)
        try:
            found = find(snapshot, query)
            hits = tuple(self._hits(snapshot, query.audience, found))
        except Damaged:
            self._folder.give_up()
            return Results(rebuilding=self._folder.building.told)
        return Results(
            hits=hits,
            total=found.total,
            facet_counts=found.counts,
            rule=query.rule(bool(found.clauses)),
            as_of=0 if rebuilding else snapshot.as_of,
            corrected=found.corrected,
            partial=found.partial,
            rebuilding=rebuilding,
        )

    def _hits(self, snapshot: Snapshot, audience: Audience, found: Found) -> Iterator[Hit]:
        reasons = Reasons(found.clauses)
        by_name = found_by_name(snapshot, audience, found).tolist()
        for row, score, named in zip(found.rows.tolist(), found.scores.tolist(), by_name, strict=True):
            matched = reasons.of(snapshot.document(row), by_name=named) if found.clauses else ()
            yield Hit(int(snapshot.ids[row]), round(score, 4), matched)

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[Suggestion, ...]:
        snapshot = self._folder.current() or self._folder.so_far()
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
            self._folder.give_up()
            return ()

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
            with SegmentWriter(self._folder.index, snapshot) as writer:
                for person, views in newer.items():
                    writer.remove(person)
                    for view in views:
                        writer.add(view)
            self._folder.refresh()

    def remove(self, ids: Iterable[int], version: int = 0) -> None:
        with self._writing:
            snapshot = self._to_write_to()
            with SegmentWriter(self._folder.index, snapshot) as writer:
                for person in ids:
                    writer.remove(person)
                # The highest version may have been that of the person who goes; it is kept in a row of its own.
                writer.remember(max(version, snapshot.as_of))
            self._folder.refresh()

    def _to_write_to(self) -> Snapshot:
        self._folder.refresh()
        snapshot = self._folder.current()
        if snapshot is None:
            raise SearchError("the index is to be rebuilt first")
        return snapshot

    def rebuild(
        self, documents: Iterable[Document], progress: Progress | None = None, people: int = 0
    ) -> None:
        was_there = self.is_ready()
        with self._writing, the_only_builder(self._folder.path):
            self._folder.refresh()
            if was_there or not self.is_ready():
                self._build(documents, progress, people)

    def _build(self, documents: Iterable[Document], progress: Progress | None, people: int) -> None:
        self._remove_old()
        path = self._folder.path
        name = f"index-{LAYOUT}-{uuid4().hex}"
        (path / name).mkdir(mode=0o700)
        done = persons = last = 0
        try:
            Building(name, of=people).tell(path)
            with SegmentWriter(index.create_in(str(path / name), SCHEMA)) as writer:
                for done, document in enumerate(documents, 1):
                    writer.add(document)
                    persons, last = persons + (document.id != last), document.id
                    if done % _BATCH == 0:
                        Building(name, writer.runs, persons, people).tell(path)
                        if progress:
                            progress(done)
                writer.remember(0)
        except BaseException:
            shutil.rmtree(path / name, ignore_errors=True)
            raise
        pointer = path / f"current.{uuid4().hex}"
        pointer.write_text(name)
        pointer.replace(path / "current")
        self._folder.refresh()
        forget_building(path)
        if progress:
            progress(done)

    def _remove_old(self) -> None:
        for folder in self._folder.path.glob("index-*"):
            if folder.name != self._folder.name or self._folder.index is None:
                shutil.rmtree(folder, ignore_errors=True)
