"""What happened in verifying."""

from __future__ import annotations

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDecided(Event):
    """An editor answered a request."""

    request_id: int
