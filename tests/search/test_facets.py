"""Counting a facet of few values and one of thousands, for many people and for a handful: three ways, one answer."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from community.search.facets import Facet

ROWS = 2_000


@pytest.mark.parametrize("values", [3, 1_500])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.6, 1.0])
def test_counts_are_those_of_counting(values: int, share: float) -> None:
    dice = np.random.default_rng(20261125)
    rows = [{f"v{dice.integers(values)}" for _ in range(dice.integers(3))} for _ in range(ROWS)]
    facet = Facet.of(rows)
    mask = dice.random(ROWS) < share
    expected = Counter(value for row, chosen in zip(rows, mask, strict=True) if chosen for value in row)
    assert +Counter(dict(zip(facet.values, facet.count(mask).tolist(), strict=True))) == expected
