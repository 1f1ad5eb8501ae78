"""The folder of a Whoosh index as its readers see it: the index in use, or else the one that is on its way.

The folder holds `index-<n>` folders and a file `current` that names the one in use, replaced in one step when
a rebuild is done. The one before stays until the next rebuild, because readers may still have it open.
"""

import logging
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

import numpy as np
from whoosh import index
from whoosh.reading import SegmentReader

from community.search.building import Building, building_in
from community.search.damage import Damaged, reading
from community.search.facets import Mask
from community.search.scoring import warm_up
from community.search.snapshot import Segment, Snapshot

LAYOUT = "5"
"""Changes with the fields, the analysis or the stored form: an index of another layout is rebuilt."""

LOOK_FOR_OTHER_WRITERS = 0.3
_ATTEMPTS = 5
log = logging.getLogger(__name__)


class IndexFolder:
    """What was last seen of a folder that several processes may share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index: Any = None
        self.name = ""
        self.building = Building()
        self._snapshot: Snapshot | None = None
        self._so_far: Snapshot | None = None
        self._generation = -1
        self._looked = 0.0
        self._refreshing = Lock()
        self.refresh()

    def current(self) -> Snapshot | None:
        """The newest snapshot of a finished index. Another process may have written: that is looked for a few times
        a second, aside, and whoever asks meanwhile has the one before."""
        if monotonic() - self._looked > LOOK_FOR_OTHER_WRITERS and self._refreshing.acquire(blocking=False):
            try:
                self._looked = monotonic()
                if self._snapshot is None:
                    self._refresh_held()
                elif self._has_changed():
                    Thread(target=self.refresh, name="search index", daemon=True).start()
            finally:
                self._refreshing.release()
        return self._snapshot

    def _has_changed(self) -> bool:
        try:
            with reading():
                return self._in_use() != self.name or self.index.latest_generation() != self._generation
        except Damaged:
            return True

    def so_far(self) -> Snapshot | None:
        """Where no index is finished, what there is of the one that is being built."""
        return self._so_far

    def refresh(self) -> None:
        with self._refreshing:
            self._refresh_held()

    def _refresh_held(self) -> None:
        self._looked = monotonic()
        try:
            with reading():
                name = self._in_use()
                if not name:
                    self.index = self._snapshot = None
                    self._look_at_building()
                    return
                self._so_far = None
                if name != self.name or self.index is None:
                    self.index = index.open_dir(str(self.path / name))
                    self.name, self._snapshot = name, None
                generation = self.index.latest_generation()
                if self._snapshot is None or generation != self._generation:
                    self._snapshot = self._load(self._snapshot)
                    self._generation = generation
        except Damaged:
            self.give_up()

    def _in_use(self) -> str:
        """The folder of the index in use, or nothing if there is none of the layout that this code reads."""
        try:
            name = (self.path / "current").read_text()
        except FileNotFoundError:
            return ""
        return name if is_readable(name) else ""

    def _load(self, old: Snapshot | None) -> Snapshot:
        """What was slow to work out is worked out again before a reader waits for it."""
        for _ in range(_ATTEMPTS):
            try:
                new = self._opened(old)
                break
            except FileNotFoundError:  # a writer merged it away in this moment
                continue
        else:
            new = self._opened(old)
        if old:
            warm_up(new, old)
        return new

    def _opened(self, old: Snapshot | None) -> Snapshot:
        """Only segments that are new are opened: Whoosh needs milliseconds for each."""
        known = {segment.key: segment for segment in old.segments} if old else {}
        segments: list[Segment] = []
        alive: list[Mask] = []
        for segment in self.index._segments():
            if not segment.doc_count_all():
                continue
            key = segment.segment_id()
            if key not in known:
                reader = SegmentReader(self.index.storage, self.index.schema, segment)
                known[key] = Segment(reader, key, self.path / self.name)
            segments.append(known[key])
            alive.append(np.ones(known[key].size, bool))
            alive[-1][list(segment.deleted_docs())] = False
        return Snapshot(segments, alive)

    def _look_at_building(self) -> None:
        told = building_in(self.path)
        known = {segment.key: segment for segment in self._so_far.segments} if self._so_far else {}
        if is_readable(told.name) and set(told.runs) != known.keys():
            try:
                folder = self.path / told.name
                segments = [known.get(key) or Segment(None, key, folder) for key in told.runs]
            except Damaged:
                return  # it was finished, or begun again, in this moment
            self._so_far = Snapshot(segments, [np.ones(one.size, bool) for one in segments])
        self.building = told

    def give_up(self) -> None:
        """A damaged index answers nothing until it was rebuilt."""
        log.exception("search index is damaged and will be rebuilt")
        (self.path / "current").unlink(missing_ok=True)
        self.index = self._snapshot = self._so_far = None


def is_readable(name: str) -> bool:
    return name.startswith(f"index-{LAYOUT}-") and "/" not in name
