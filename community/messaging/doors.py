"""What the doors share: sending a message, and a change of a conversation with its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from sqlalchemy.orm import Session

from community.core import limits
from community.core.actor import Actor
from community.core.db import db
from community.core.together import Together, in_one_unit_of_work
from community.core.unit_of_work import unit_of_work
from community.messaging.actions import Letter, MessageDraft, Sent, send_messages
from community.messaging.models import Entry
from community.messaging.schemas.out import LoggedOut
from community.messaging.schemas.state import logged_out

More = ParamSpec("More")
Verb = Callable[Concatenate[Session, Actor, str, More], Entry | None]
"""An action on the conversation with this public id; None when it was so already."""


SENDS = "60/minute"
"""Messages of a member, by whichever door."""
_post = Together[Letter, Sent](in_one_unit_of_work(send_messages), gathers=True)


def send(actor: Actor, public_id: str, draft: MessageDraft) -> Sent:
    """Send it, together with what others send at this moment. Raises TooMany, and what `send_message` raises."""
    limits.count(
        SENDS, "socket", "message.send", str(actor.member_id)
    )  # as the event of this name is counted
    return _post.do(Letter(actor, public_id, draft))


def change(
    actor: Actor, public_id: str, verb: Verb[More], *more: More.args, **named: More.kwargs
) -> LoggedOut:
    """Do it, and tell the entry that it became. Raises what the verb raises."""
    with unit_of_work() as session:
        entry = verb(session, actor, public_id, *more, **named)
    return logged_out(db.session(), actor, public_id, entry)
