"""Who is here, as a participant may know it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.core.presence import presence
from community.messaging import queries
from community.messaging.models import Participant


def handles_here(session: Session, mine: Participant) -> list[str]:
    """The others in the conversation who show that they are here, and are."""
    may = queries.who_may_be_here(session, mine)
    here = presence().here(may)
    return [handle for id, handle in may.items() if id in here]
