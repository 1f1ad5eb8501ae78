"""Scores of the few rows that have one: rows ascending, and a score above zero for each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint32]
Scores = NDArray[np.float32]
Scored = tuple[Rows, Scores]

NOBODY: Scored = (np.zeros(0, np.uint32), np.zeros(0, np.float32))
_DENSE = 8
"""From one row in so many on it is quicker to go over all of them."""


def best(parts: Sequence[Scored], size: int) -> Scored:
    """For each row the highest of its scores; a part may name a row more than once, in no order."""
    return _merged(parts, size, np.maximum)


def total(parts: Sequence[Scored], size: int) -> Scored:
    """For each row the sum of its scores."""
    return _merged(parts, size, np.add)


def _merged(parts: Sequence[Scored], size: int, how: np.ufunc) -> Scored:
    parts = [part for part in parts if part[0].size]
    if len(parts) < 2:
        return parts[0] if parts else NOBODY
    if sum(len(rows) for rows, _ in parts) * _DENSE > size:
        dense = np.zeros(size, np.float32)
        for rows, scores in parts:
            dense[rows] = how(dense[rows], scores)
        found = np.flatnonzero(dense > 0).astype(np.uint32)  # of floats it would take three times as long
        return found, dense[found]
    rows = np.concatenate([rows for rows, _ in parts])
    scores = np.concatenate([scores for _, scores in parts])
    order = np.argsort(rows, kind="stable")
    rows, scores = rows[order], scores[order]
    first = np.ones(len(rows), bool)
    first[1:] = rows[1:] != rows[:-1]
    return rows[first], how.reduceat(scores, np.flatnonzero(first))


def once(part: Scored) -> Scored:
    """With each row once, ascending, by its highest score."""
    rows, scores = part
    if not rows.size:
        return part
    order = np.lexsort((-scores, rows))
    rows, scores = rows[order], scores[order]
    first = np.ones(len(rows), bool)
    first[1:] = rows[1:] != rows[:-1]
    return rows[first], scores[first]


def all_of(parts: Sequence[Scored]) -> Scored:
    """The rows that are in every part, each by its lowest score."""
    if any(not rows.size for rows, _ in parts):
        return NOBODY
    first, *others = sorted(parts, key=lambda part: len(part[0]))
    rows, scores = first
    for other_rows, other_scores in others:
        at = places(rows, other_rows)
        here = at >= 0
        rows, scores = rows[here], np.minimum(scores[here], other_scores[at[here]])
    return rows, scores


def places(some: Rows | NDArray[np.int64], others: Rows) -> NDArray[np.int64]:
    """For each of `some` its place in `others`, which ascend, or -1."""
    if not others.size:
        return np.full(len(some), -1, np.int64)
    at = np.searchsorted(others, some)
    at[at == len(others)] = 0
    return np.where(others[at] == some, at, -1)
