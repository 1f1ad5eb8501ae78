"""Beginning to talk: with one, or with several."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.events import record
from community.core.text import tidy_line
from community.messaging import queries
from community.messaging.actions.reaching import standings
from community.messaging.errors import GroupIsFull
from community.messaging.events import PeopleInvited
from community.messaging.models import Conversation, Participant, Standing

MOST_PEOPLE = 50
LONGEST_TITLE = 120


def open_conversation(session: Session, actor: Actor, other: Member) -> Conversation:
    """The conversation of the two; a new one when they have never talked.

    Raises CannotBeWrittenTo, BlockedByYou and TooMany, but not for the one that they have already.
    """
    _hold(session, min(actor.id, other.id))  # two doors may open it at once
    found = queries.between(session, actor, other)
    if found is not None:
        return found
    key = queries.pair_key(actor.id, other.id)
    return _begin(session, actor, standings(session, actor, [other]), pair_key=key)


def start_group(
    session: Session, actor: Actor, others: Sequence[Member], title: str = "", *, first: str = ""
) -> Conversation:
    """A new conversation of the actor with several; the one that they have begun already with these people and `first`,
    the client id of its first message: a form that is sent twice begins one group.

    Raises CannotBeWrittenTo, BlockedByYou, TooMany, GroupIsFull.
    """
    if first:  # the second of two at once looks when the first is there
        _hold(session, actor.id)
        found = queries.group_begun_with(session, actor, {one.id for one in others}, first)
        if found is not None:
            return found
    if len(others) + 1 > MOST_PEOPLE:
        raise GroupIsFull()
    title = tidy_line(title)[:LONGEST_TITLE]
    return _begin(session, actor, standings(session, actor, others), title=title)


def participant(
    member_id: int, standing: Standing, moment: datetime, *, invited_by_id: int | None = None
) -> Participant:
    """Somebody's part, as it begins. Who is in from the start has agreed to talk."""
    return Participant(
        member_id=member_id,
        standing=standing,
        joined_at=moment,
        accepted_at=moment if standing == Standing.IN else None,
        invited_by_id=invited_by_id,
    )


def _hold(session: Session, member_id: int) -> None:
    """Who else comes by this member's row waits until the end of the unit of work. What only names the member does not:
    a message would, holding its conversation, for which this unit of work may wait in turn."""
    session.execute(select(Member.id).where(Member.id == member_id).with_for_update(key_share=True))


def _begin(
    session: Session,
    actor: Actor,
    others: Mapping[int, Standing],
    *,
    title: str = "",
    pair_key: str | None = None,
) -> Conversation:
    now = clock.now()
    conversation = Conversation(
        public_id=secrets.token_urlsafe(16), title=title, pair_key=pair_key, created_at=now
    )
    conversation.participants = [
        participant(actor.id, Standing.IN, now),
        *(participant(id, standing, now, invited_by_id=actor.id) for id, standing in others.items()),
    ]
    session.add(conversation)
    session.flush()
    invited = [id for id, standing in others.items() if standing == Standing.INVITED]
    if invited:
        record(
            session,
            PeopleInvited(conversation_id=conversation.id, by_id=actor.id, member_ids=invited),
        )
    return conversation
