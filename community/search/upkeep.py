"""Keeping an index true to the database: building one that is missing, and mending what a crash left
different."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from community.search.engine import Document, Engine, Progress

_BATCH = 200


class Source(Protocol):
    """Where the documents come from: the database, as the directory reads it."""

    def ids_and_versions(self) -> Mapping[int, int]:
        """Every person who is listed, and the version that the index should have."""

    def documents(self, ids: Collection[int] | None = None) -> Iterable[Document]:
        """All views of these people, or of everybody, one person after the other."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done: everything built anew, or so many people put and removed."""

    rebuilt: bool = False
    put: int = 0
    removed: int = 0


def keep_true(engine: Engine, source: Source, progress: Progress | None = None) -> Upkeep:
    """Make the index hold exactly what the source lists. For the one writer: at its start, and from time to
    time.

    Raises SearchError if the index can't be written."""
    wanted = source.ids_and_versions()
    if not engine.is_ready():
        engine.rebuild(source.documents(), progress, len(wanted))
        return Upkeep(rebuilt=True)
    held = engine.ids_and_versions()
    stale = sorted(person for person, version in wanted.items() if held.get(person) != version)
    gone = sorted(held.keys() - wanted.keys())
    # A version that is held but too new (a database restored from a backup) is replaced by way of removal.
    ahead = [person for person in stale if held.get(person, -1) > wanted[person]]
    if gone or ahead:
        engine.remove([*gone, *ahead])
    for start in range(0, len(stale), _BATCH):
        engine.put(source.documents(stale[start : start + _BATCH]))
        if progress:
            progress(min(start + _BATCH, len(stale)))
    return Upkeep(put=len(stale), removed=len(gone))
