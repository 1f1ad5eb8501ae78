"""What goes wrong when files are not what was written."""

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError


class Damaged(Exception):
    """The files of the index can't be read."""


# What reading a damaged file may raise: it is decoded, unpickled and indexed into.
DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    AttributeError,
    AssertionError,
    ImportError,
    MemoryError,
    OverflowError,
    struct.error,
    zlib.error,
    pickle.UnpicklingError,
    WhooshIndexError,
    LockError,
)


@contextmanager
def reading() -> Iterator[None]:
    """Whatever goes wrong inside is damage to the index. Only for code that reads it: a mistake of ours
    elsewhere must not throw an index away."""
    try:
        yield
    except DAMAGE as problem:
        raise Damaged from problem
