"""Live subscribers of accounts."""

from __future__ import annotations

from community.accounts.events import SignInEnded
from community.core import realtime


def close_sockets(event: SignInEnded) -> None:
    """Whoever is signed out hears nothing more."""
    realtime.hang_up(event.sign_in_id)
