"""Why a benchmark was left out."""

from __future__ import annotations


class CannotMeasure(Exception):
    """This machine lacks what the benchmark needs; the text says what to do."""
