"""What happened to claims."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided(Event):
    """By a proof or by an editor."""

    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimUndone(Event):
    """By an editor: it was somebody else."""

    claim_id: int
