"""A file of arrays: written once, in one go, checked when it is opened, then read where something is asked for.

What is read is copied and not mapped, so that a process takes the memory of what it keeps and not of the file.
Nothing in it is run or unpickled. What does not fit its own checksum is refused.
"""

import json
import os
import weakref
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from community.search.damage import Damaged

_MAGIC = b"COLUMNS1"
_CHUNK = 1 << 20
_TAIL = 12  # the length of the description, the checksum


class Column(Protocol):
    """What an array in memory and one in a file have in common."""

    @property
    def nbytes(self) -> int: ...

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> NDArray[Any]: ...


Pieces = Iterable[tuple[str, Iterable[NDArray[Any]]]]
"""Arrays by name, each in pieces of one kind that follow each other."""


class _Open:
    """A file that is open as long as somebody has this."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self.number)

    def read(self, size: int, start: int) -> bytes:
        return os.pread(self.number, size, start)


class Stored:
    """An array in a file. A part of it is read when it is asked for. Raises Damaged when the file is no longer
    whole."""

    def __init__(self, file: _Open, kind: str, length: int, start: int) -> None:
        self._file = file
        self._kind = np.dtype(kind)
        self._length = length
        self._start = start

    @property
    def nbytes(self) -> int:
        return self._length * self._kind.itemsize

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> NDArray[Any]:
        first, last, _ = part.indices(self._length)
        size = self._kind.itemsize
        content = self._file.read(wanted := max(last - first, 0) * size, self._start + first * size)
        if len(content) != wanted:
            raise Damaged("a file of columns was cut")
        return np.frombuffer(content, self._kind)


def write(path: Path, about: Mapping[str, Any], arrays: Pieces) -> None:
    """Put arrays and a JSON description into a file, which is there whole or not at all. Raises OSError."""
    temporary = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with temporary.open("wb") as opened:
            file = _Checked(opened)
            file.write(_MAGIC)
            places = {name: _write_array(file, pieces) for name, pieces in arrays}
            head = json.dumps({"about": about, "places": places}).encode()
            file.write(head)
            file.write(len(head).to_bytes(8, "little"))
            opened.write(file.checksum.to_bytes(4, "little"))
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Checked:
    def __init__(self, file: Any) -> None:
        self._file = file
        self.checksum = 0
        self.size = 0

    def write(self, content: Any) -> None:
        self.checksum = zlib.crc32(content, self.checksum)
        self.size += len(content)
        self._file.write(content)


def _write_array(file: _Checked, pieces: Iterable[NDArray[Any]]) -> tuple[str, int, int]:
    start, length, kind = file.size, 0, "|u1"
    for piece in pieces:
        kind = piece.dtype.str
        length += len(piece)
        if piece.size:
            file.write(np.ascontiguousarray(piece).data.cast("B"))
    return kind, length, start


def read(path: Path) -> tuple[Any, dict[str, Stored]]:
    """The description and the arrays. Raises Damaged."""
    try:
        file = _Open(path)
        tail = _checked_size(file) - _TAIL
        length = int.from_bytes(file.read(8, tail), "little")
        head = json.loads(file.read(length, tail - length))
        return head["about"], {name: Stored(file, *place) for name, place in head["places"].items()}
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise Damaged(str(path)) from problem


def _checked_size(file: _Open) -> int:
    """Its size, after it was read once, in pieces."""
    size = os.fstat(file.number).st_size
    if size < len(_MAGIC) + _TAIL or file.read(len(_MAGIC), 0) != _MAGIC:
        raise ValueError("not a file of columns")
    checksum = 0
    for start in range(0, size - 4, _CHUNK):
        checksum = zlib.crc32(file.read(min(_CHUNK, size - 4 - start), start), checksum)
    if checksum != int.from_bytes(file.read(4, size - 4), "little"):
        raise ValueError("the checksum differs")
    return size
