"""An index on its way, told in a file beside it: readers of every process have what is there so far, and say so."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from community.search.engine import Rebuilding


@dataclass(frozen=True, slots=True)
class Building:
    """The folder it is made in, the runs of columns that are finished, and how far it is."""

    name: str = ""
    runs: tuple[str, ...] = ()
    done: int = 0
    of: int = 0

    @property
    def told(self) -> Rebuilding:
        return Rebuilding(self.done, max(self.of, self.done))

    def tell(self, folder: Path) -> None:
        draft = folder / f"building.{uuid4().hex}"
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(folder / "building")


def building_in(folder: Path) -> Building:
    """What was told last; nothing if nobody builds."""
    try:
        told = json.loads((folder / "building").read_text())
        return Building(told["name"], tuple(told["runs"]), told["done"], told["of"])
    except (OSError, ValueError, LookupError, TypeError):
        return Building()


def forget_building(folder: Path) -> None:
    for path in folder.glob("building*"):
        if path.name != "building.lock":
            path.unlink(missing_ok=True)


@contextmanager
def the_only_builder(folder: Path) -> Iterator[None]:
    """Of all processes that share the folder; the others wait."""
    with (folder / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
