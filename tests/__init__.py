"""Tests tell stories on one cast (`cast.py`), at the lowest level that can fail for the right reason."""
