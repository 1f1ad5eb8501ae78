"""Answering who wants to talk: accept, decline, block. The others cannot tell the last two from silence."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.events import record
from community.messaging import policies, queries
from community.messaging.actions.log import append
from community.messaging.actions.reading import note_own
from community.messaging.errors import AlreadyAnswered
from community.messaging.events import ParticipantGone
from community.messaging.models import Conversation, Kind, Participant, Standing
from community.relations import actions as relations
from community.relations import queries as relations_queries


def accept_request(session: Session, actor: Actor, public_id: str) -> None:
    """The actor wants to talk. Raises NotFound, and AlreadyAnswered for one that is blocked."""
    mine = queries.participation(session, actor, public_id, lock=True)
    if mine.standing == Standing.BLOCKED:
        raise AlreadyAnswered()
    accept(mine)
    note_own(session, mine)


def decline_request(session: Session, actor: Actor, public_id: str) -> None:
    """The actor does not: a talk between two rests as if it had not been seen, an invitation to a group is left.

    Raises NotFound and AlreadyAnswered.
    """
    mine = queries.participation(session, actor, public_id, lock=True)
    if mine.standing != Standing.INVITED:
        raise AlreadyAnswered()
    _decline(session, mine)


def block(session: Session, actor: Actor, handle: str) -> None:
    """The actor hears nothing of this member any more: neither words nor invitations. Raises NotFound."""
    other = relations_queries.somebody(session, actor, handle)
    relations.block(session, actor, other.id)
    pair = _pair(session, actor, other.id)
    if pair is not None:
        pair.standing = Standing.BLOCKED
        note_own(session, pair)
    for invitation in _invitations(session, actor, other.id, Standing.INVITED):
        _decline(session, invitation)


def unblock(session: Session, actor: Actor, handle: str) -> None:
    """The actor hears of them again from now on; what they wrote meanwhile stays unheard, and unread. To which groups
    they have added the actor meanwhile, can be answered. Raises NotFound."""
    other = relations_queries.somebody(session, actor, handle)
    relations.block(session, actor, other.id, on=False)
    pair = _pair(session, actor, other.id)
    if pair is not None and pair.standing == Standing.BLOCKED:
        pair.standing = Standing.IN if pair.accepted_at else Standing.INVITED
        note_own(session, pair)
    for invitation in _invitations(session, actor, other.id, Standing.BLOCKED):
        invitation.standing = Standing.INVITED
        note_own(session, invitation)


def accept(mine: Participant) -> None:
    """From now on they talk."""
    if mine.standing in policies.MAY_STILL_ACCEPT:
        mine.standing = Standing.IN
        mine.accepted_at = clock.now()


def _decline(session: Session, mine: Participant) -> None:
    mine.standing = Standing.DECLINED
    note_own(session, mine)
    if mine.conversation.is_group:
        append(session, mine, Kind.LEFT, data={"members": [mine.member_id]})
        mine.left_at = clock.now()
        record(session, ParticipantGone(conversation_id=mine.conversation_id, member_id=mine.member_id))


def _invitations(session: Session, actor: Actor, other_id: int, standing: Standing) -> list[Participant]:
    """The actor's parts in groups to which the other one has added them, under the locks of the groups."""
    found = session.scalars(
        select(Conversation.public_id)
        .join(Participant, Participant.conversation_id == Conversation.id)
        .where(
            Participant.member_id == actor.id,
            Participant.invited_by_id == other_id,
            Participant.standing == standing,
            Participant.left_at.is_(None),
            Conversation.pair_key.is_(None),
        )
        .order_by(Conversation.id)
    )
    return [queries.participation(session, actor, one, lock=True) for one in found.all()]


def _pair(session: Session, actor: Actor, other_id: int) -> Participant | None:
    """The actor's part in the talk of the two, under the lock of the conversation."""
    public_id = session.scalar(
        select(Conversation.public_id).where(Conversation.pair_key == queries.pair_key(actor.id, other_id))
    )
    return None if public_id is None else queries.participation(session, actor, public_id, lock=True)
