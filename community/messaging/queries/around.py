"""Whom a participant may see being here or writing, and who may see them: never somebody on either side of a block."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.core.actor import Actor
from community.messaging.models import Participant, Preferences, Standing
from community.relations.queries import is_block_between


def shows_presence(session: Session, actor: Actor) -> bool:
    chosen = select(Preferences.shows_presence).where(Preferences.member_id == actor.id)
    return bool(session.scalar(chosen))


def who_may_be_here(session: Session, mine: Participant) -> dict[int, str]:
    """The others who show that they are here, id to handle; nobody to who does not show it themselves."""
    if mine.standing != Standing.IN:
        return {}
    rows = session.execute(
        select(Member.id, Member.handle)
        .join(Participant, Participant.member_id == Member.id)
        .join(Preferences, Preferences.member_id == Member.id)
        .where(
            _talks_with(mine),
            Preferences.shows_presence,
            exists().where(Preferences.member_id == mine.member_id, Preferences.shows_presence),
        )
        .order_by(Participant.joined_at, Member.id)
    )
    return {row.id: row.handle for row in rows}


def sign_ins_of_others(session: Session, mine: Participant) -> list[int]:
    """The open browsers of those who may see that this participant writes."""
    if mine.standing != Standing.IN:
        return []
    return list(
        session.scalars(
            select(SignIn.id)
            .join(Member, Member.id == SignIn.member_id)
            .join(Participant, Participant.member_id == Member.id)
            .where(_talks_with(mine), SignIn.ended_at.is_(None))
        )
    )


def _talks_with(mine: Participant) -> ColumnElement[bool]:
    """As a condition over Participant beside Member: another one who is in the conversation, and neither blocks."""
    return and_(
        Participant.conversation_id == mine.conversation_id,
        Participant.member_id != mine.member_id,
        Participant.left_at.is_(None),
        Participant.standing == Standing.IN,
        Member.active,
        ~is_block_between(mine.member_id, Participant.member_id),
    )
