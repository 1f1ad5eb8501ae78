"""What the JSON door and the Socket.IO door share: a change of a conversation, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.messaging.models import Entry
from community.messaging.schemas.out import LoggedOut
from community.messaging.schemas.state import logged_out

More = ParamSpec("More")
Verb = Callable[Concatenate[Session, Actor, str, More], Entry | None]
"""An action on the conversation with this public id; None when it was so already."""


def change(
    actor: Actor, public_id: str, verb: Verb[More], *more: More.args, **named: More.kwargs
) -> LoggedOut:
    """Do it, and tell the entry that it became. Raises what the verb raises."""
    with unit_of_work() as session:
        entry = verb(session, actor, public_id, *more, **named)
    return logged_out(db.session(), actor, public_id, entry)
