"""Where the real inputs are, that are not part of this repository."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]
# Beside the checkout; beside the folder of checkouts, if this one is a worktree.
SHARED_DATA = next(
    (data for data in (above / "shared" / "data" for above in _CHECKOUT.parents) if data.is_dir()),
    _CHECKOUT.parent / "shared" / "data",
)
