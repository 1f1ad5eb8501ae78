"""What happened to files that members brought."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlesWanted(Event):
    """A preview has works of which only the DOI is known."""

    batch_id: int
