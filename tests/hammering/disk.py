"""What a server asks of the disk before it acknowledges: seen from outside, by strace."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ATTACHES_WITHIN_SECONDS = 10
_ACKNOWLEDGED = re.compile(r'sendto\(.*43\d+\[\{\\"ok\\":true')
_SYNC_WHOLE = re.compile(r"^\d+\s+f(?:data)?sync\(\d+<(?P<file>[^>]*)>\)\s+= 0")
_SYNC_BEGUN = re.compile(r"^(?P<thread>\d+)\s+f(?:data)?sync\(\d+<(?P<file>[^>]*)>\s+<unfinished")
_SYNC_DONE = re.compile(r"^(?P<thread>\d+)\s+<\.\.\. f(?:data)?sync resumed>\)\s+= 0")


class CannotWatch(RuntimeError):
    """There is no strace here, or it may not attach."""


class Watched(NamedTuple):
    acknowledgements: int
    syncs: int
    before_the_disk: int
    """Acknowledgements with no finished sync since the one before."""


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


@contextmanager
def watching(pids: Sequence[int], log: Path) -> Iterator[None]:
    """Write down what these processes sync and send. Raises CannotWatch."""
    program = shutil.which("strace")
    if program is None:
        raise CannotWatch("there is no strace on this machine")
    command = [program, "-f", "-y", "-s", "64", "-e", "trace=fsync,fdatasync,sendto", "-o", str(log)]
    command += [part for pid in pids for part in ("-p", str(pid))]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert watcher.stderr is not None
    for _ in pids:  # each is told of; what the last one does before that goes unseen
        if "attached" not in (said := watcher.stderr.readline()):
            watcher.kill()
            watcher.communicate()
            raise CannotWatch(said.strip())
    try:
        yield
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.communicate(timeout=ATTACHES_WITHIN_SECONDS)


def read(log: Path, of_file: str) -> Watched:
    """What happened, in order: syncs of files in whose path `of_file` stands, and acknowledgements of one sender."""
    acknowledgements = syncs = early = since = 0
    begun: dict[str, str] = {}
    for line in log.read_text(errors="replace").splitlines():
        if _ACKNOWLEDGED.search(line):
            acknowledgements += 1
            early += since == 0
            since = 0
        elif found := _SYNC_BEGUN.match(line):
            begun[found["thread"]] = found["file"]
        elif (found := _SYNC_WHOLE.match(line)) or (found := _SYNC_DONE.match(line)):
            file = found["file"] if "file" in found.groupdict() else begun.pop(found["thread"], "")
            if of_file in file:
                syncs += 1
                since += 1
    return Watched(acknowledgements, syncs, early)
