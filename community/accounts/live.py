"""What follows the end of a sign-in: whoever is signed out hears nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from community.accounts.events import SignInEnded
from community.core import realtime


def close_sockets(facts: Sequence[SignInEnded]) -> None:
    """At once; and from the outbox, for when the process that ended it was killed before it could."""
    for fact in facts:
        realtime.hang_up(fact.sign_in_id)
