"""Who may be written to, and who hears of what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.accounts.queries import another_member
from community.core.actor import Actor
from community.messaging.models import Conversation, Participant, Standing

HEARING = (Standing.IN, Standing.INVITED)


class Hearer(NamedTuple):
    """An open sign-in of an active member who takes part at this moment."""

    member_id: int
    sign_in_id: int
    first_sequence: int


def hearers(session: Session, conversation_id: int) -> Sequence[Hearer]:
    """To whom an event of this conversation goes, decided now: nobody who left, was removed, closed or signed out."""
    rows = session.execute(
        select(Participant.member_id, SignIn.id, Participant.first_sequence)
        .join(Member, Member.id == Participant.member_id)
        .join(SignIn, SignIn.member_id == Participant.member_id)
        .where(
            Participant.conversation_id == conversation_id,
            Participant.left_at.is_(None),
            Participant.standing.in_(HEARING),
            Member.active,
            SignIn.ended_at.is_(None),
        )
    )
    return [Hearer(*row) for row in rows]


def present(session: Session, conversation_id: int) -> list[Participant]:
    """Who takes part, in the order of joining."""
    return list(
        session.scalars(
            select(Participant)
            .where(Participant.conversation_id == conversation_id, Participant.left_at.is_(None))
            .order_by(Participant.joined_at, Participant.member_id)
        )
    )


def with_whom(session: Session, actor: Actor, handle: str) -> Member:
    """A member whom the actor may write to. Raises NotFound for an unclaimed or closed one, and for the actor."""
    return another_member(session, actor, handle)


def between(session: Session, actor: Actor, other: Member) -> Conversation | None:
    """The one conversation of the two, if they have talked."""
    return session.scalar(select(Conversation).where(Conversation.pair_key == pair_key(actor.id, other.id)))


def pair_key(one: int, other: int) -> str:
    return f"{min(one, other)}:{max(one, other)}"
