"""Who may be written to, and who hears of what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, and_, or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.accounts.queries import another_member
from community.core import clock
from community.core.actor import Actor
from community.core.given import give, given
from community.messaging.errors import NoSuchPerson, SeveralOfThisName
from community.messaging.models import Conversation, Entry, Participant, Preferences, Standing, WhoMayWrite
from community.profiles.queries import is_verified

NEW_ACCOUNT = timedelta(days=7)
HEARING = (Standing.IN, Standing.INVITED)


class Hearer(NamedTuple):
    """An open sign-in of an active member who takes part at this moment."""

    conversation_id: int
    conversation: str
    """The public id of it."""
    member_id: int
    sign_in_id: int
    first_sequence: int
    handle: str
    name: str


def hearers(session: Session, conversation_ids: Collection[int]) -> Sequence[Hearer]:
    """To whom events of these conversations go, decided now: nobody who left, was removed, closed or signed out."""
    rows = session.connection().execute(_HEARERS, give((one,) for one in conversation_ids))
    return [Hearer(*row) for row in rows]


_HEARERS = (
    select(
        Participant.conversation_id,
        Conversation.public_id,
        Participant.member_id,
        SignIn.id,
        Participant.first_sequence,
        Member.handle,
        Member.display_name,
    )
    .join(Conversation, Conversation.id == Participant.conversation_id)
    .join(Member, Member.id == Participant.member_id)
    .join(SignIn, SignIn.member_id == Participant.member_id)
    .where(
        Participant.conversation_id == given(0, BigInteger()),
        Participant.left_at.is_(None),
        or_(*(Participant.standing == one for one in HEARING)),
        Member.active,
        SignIn.ended_at.is_(None),
    )
)
"""Made once: it is asked for each message."""


def open_sign_ins(session: Session, member_id: int) -> list[int]:
    """Ids of the browsers in which a member is signed in at this moment."""
    return list(
        session.scalars(select(SignIn.id).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None)))
    )


def present(session: Session, conversation_id: int) -> list[Participant]:
    """Who takes part, in the order of joining; who began it first."""
    return list(
        session.scalars(
            select(Participant)
            .where(Participant.conversation_id == conversation_id, Participant.left_at.is_(None))
            .order_by(Participant.joined_at, Participant.invited_by_id.is_not(None), Participant.member_id)
        )
    )


def other_of(session: Session, mine: Participant) -> Participant | None:
    """The other one of a talk between two; None in a group."""
    if mine.conversation.is_group:
        return None
    return session.scalar(
        select(Participant).where(
            Participant.conversation_id == mine.conversation_id, Participant.member_id != mine.member_id
        )
    )


def with_whom(session: Session, actor: Actor, handle: str) -> Member:
    """A member whom the actor may write to. Raises NotFound for an unclaimed or closed one, and for the actor."""
    return another_member(session, actor, handle)


def people_named(session: Session, actor: Actor, named: Sequence[str]) -> list[Member]:
    """Members by handle, or by name where only one has it; each once. Raises NoSuchPerson and SeveralOfThisName."""
    found: dict[int, Member] = {}
    for name in named:
        one = _person_named(session, actor, name.strip())
        found[one.id] = one
    return list(found.values())


def talked_with(session: Session, actor: Actor, *, limit: int = 50) -> list[Member]:
    """People with whom the actor has conversations, by name."""
    own = select(Participant.conversation_id).where(
        Participant.member_id == actor.id, Participant.left_at.is_(None), Participant.standing == Standing.IN
    )
    met = select(Participant.member_id).where(Participant.conversation_id.in_(own))
    found = _readers(actor).where(Member.id.in_(met)).order_by(Member.display_name, Member.id)
    return list(session.scalars(found.limit(limit)))


def between(session: Session, actor: Actor, other: Member) -> Conversation | None:
    """The one conversation of the two, if they have talked."""
    return session.scalar(select(Conversation).where(Conversation.pair_key == pair_key(actor.id, other.id)))


def group_begun_with(
    session: Session, actor: Actor, member_ids: Collection[int], client_id: str
) -> Conversation | None:
    """The group that the actor began with all of these people, and with this message."""
    begun = session.scalars(
        select(Conversation)
        .join(Participant, Participant.conversation_id == Conversation.id)
        .join(Entry, and_(Entry.conversation_id == Conversation.id, Entry.author_id == Participant.member_id))
        .where(Participant.member_id == actor.id, Entry.client_id == client_id, Entry.sequence == 1)
        .where(Conversation.pair_key.is_(None))
    )
    wanted = set(member_ids)
    return next((one for one in begun if wanted <= {part.member_id for part in one.participants}), None)


def pair_key(one: int, other: int) -> str:
    return f"{min(one, other)}:{max(one, other)}"


def who_know(session: Session, member_ids: Collection[int], actor: Actor) -> set[int]:
    """Those among `member_ids` who talk with the actor, between the two, and have said that they want to.

    Who has blocked the actor meanwhile is still one of them: what the actor may no longer do would tell it.
    """
    keys = [pair_key(one, actor.id) for one in member_ids]
    rows = (
        select(Participant.member_id)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(
            Conversation.pair_key.in_(keys),
            Participant.member_id != actor.id,
            Participant.standing.in_((Standing.IN, Standing.BLOCKED)),
            Participant.accepted_at.is_not(None),
        )
    )
    return set(session.scalars(rows))


def preferences(session: Session, member_ids: Collection[int]) -> dict[int, Preferences]:
    """What each chose, or the defaults."""
    found = {one.member_id: one for one in session.scalars(_preferences(member_ids))}
    return {id: found.get(id) or default_preferences(id) for id in member_ids}


def default_preferences(member_id: int) -> Preferences:
    return Preferences(
        member_id=member_id, who_may_write=WhoMayWrite.ANYONE, shows_read=True, shows_presence=False
    )


def is_new_account(session: Session, actor: Actor) -> bool:
    """Younger than a week, and not verified: less of it at first."""
    age = clock.now() - session.get_one(Member, actor.id).created_at
    return age < NEW_ACCOUNT and not is_verified(session, actor.id)


def reached_since(session: Session, actor: Actor, moment: datetime) -> list[datetime]:
    """When the actor first wrote to somebody, or added them, since that moment; oldest first."""
    rows = select(Participant.joined_at).where(
        Participant.invited_by_id == actor.id, Participant.joined_at > moment
    )
    return list(session.scalars(rows.order_by(Participant.joined_at)))


def _preferences(member_ids: Collection[int]) -> Select[Preferences]:
    return select(Preferences).where(Preferences.member_id.in_(member_ids))


def _readers(actor: Actor) -> Select[Member]:
    return select(Member).where(Member.id != actor.id, Member.active, Member.claimed_at.is_not(None))


def _person_named(session: Session, actor: Actor, name: str) -> Member:
    by_handle = session.scalar(_readers(actor).where(Member.handle == name.lstrip("@")))
    if by_handle is not None:
        return by_handle
    by_name = session.scalars(
        _readers(actor).where((Member.display_name == name) | (Member.native_name == name)).limit(2)
    ).all()
    if not by_name:
        raise NoSuchPerson(name)
    if len(by_name) > 1:
        raise SeveralOfThisName(name)
    return by_name[0]
