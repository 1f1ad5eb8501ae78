"""Who is in a group, what it is called, and what newcomers may read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.events import record
from community.core.text import tidy_line
from community.messaging import policies, queries
from community.messaging.actions.log import append, taking_part
from community.messaging.actions.reaching import standings
from community.messaging.actions.starting import LONGEST_TITLE, MOST_PEOPLE, participant
from community.messaging.errors import GroupIsFull, NotAGroup
from community.messaging.events import ParticipantGone, PeopleInvited
from community.messaging.models import Entry, Kind, Participant, Standing


def add_people(session: Session, actor: Actor, public_id: str, others: Sequence[Member]) -> Entry | None:
    """Add members to a group. They see it from this entry on, or from where its history is shared.

    Who had left is asked, as whoever does not know the actor is. None when all are in it already.
    Raises NotFound, NotAGroup, GroupIsFull, CannotBeWrittenTo, BlockedByYou and TooMany.
    """
    mine = _in_group(session, actor, public_id)
    present = {one.member_id for one in queries.present(session, mine.conversation_id)}
    new = [one for one in others if one.id not in present]
    if not new:
        return None
    if len(present) + len(new) > MOST_PEOPLE:
        raise GroupIsFull()
    how = standings(session, actor, new)
    entry = append(session, mine, Kind.JOINED, data={"members": [one.id for one in new]})
    for one in new:
        how[one.id] = _join(session, mine, one.id, how[one.id], entry)
    invited = [id for id, standing in how.items() if standing == Standing.INVITED]
    if invited:
        record(
            session,
            PeopleInvited(conversation_id=mine.conversation_id, by_id=actor.id, member_ids=invited),
        )
    return entry


def remove_person(session: Session, actor: Actor, public_id: str, handle: str) -> Entry:
    """Take somebody out of a group: whoever began it may, and whoever added that person.

    Raises NotFound (also for who may not) and NotAGroup.
    """
    mine = _in_group(session, actor, public_id)
    present = queries.present(session, mine.conversation_id)
    other = next((one for one in present if one.member.handle == handle), None)
    if other is None or not policies.may_remove(mine, other, present):
        raise NotFound()
    return _go(session, mine, other)


def leave(session: Session, actor: Actor, public_id: str) -> Entry:
    """The actor leaves a group and finds it no more. Raises NotFound and NotAGroup."""
    mine = _in_group(session, actor, public_id)
    return _go(session, mine, mine)


def rename(session: Session, actor: Actor, public_id: str, title: str) -> Entry | None:
    """Give a group a name, or none. None when it has it already. Raises NotFound and NotAGroup."""
    mine = _in_group(session, actor, public_id)
    title = tidy_line(title)[:LONGEST_TITLE]
    if title == mine.conversation.title:
        return None
    mine.conversation.title = title
    return append(session, mine, Kind.RENAMED, data={"title": title})


def share_history(session: Session, actor: Actor, public_id: str, on: bool) -> Entry | None:
    """Let who joins read what is written *from now on*, or only what comes after their joining. None when it is so.

    What was said before keeps the promise under which it was said. Raises NotFound and NotAGroup.
    """
    mine = _in_group(session, actor, public_id)
    if on == (mine.conversation.history_from is not None):
        return None
    entry = append(session, mine, Kind.HISTORY, data={"on": on})
    mine.conversation.history_from = entry.sequence if on else None
    return entry


def _in_group(session: Session, actor: Actor, public_id: str) -> Participant:
    mine = taking_part(session, actor, public_id)
    if not mine.conversation.is_group:
        raise NotAGroup()
    return mine


def _join(session: Session, mine: Participant, member_id: int, standing: Standing, entry: Entry) -> Standing:
    conversation, now = mine.conversation, clock.now()
    before = session.get(Participant, (conversation.id, member_id), populate_existing=True)
    if before is not None:  # they left, or were removed: nobody is dragged back
        standing = Standing.INVITED if standing == Standing.IN else standing
        before.standing, before.left_at, before.accepted_at = standing, None, None
        before.joined_at, before.invited_by_id = now, mine.member_id
        before.agreed_sequence = before.last_mention_sequence = 0
        before.is_muted, before.archived_through = False, None
        joined = before
    else:
        joined = participant(member_id, standing, now, invited_by_id=mine.member_id)
        joined.conversation_id = conversation.id
        session.add(joined)
    joined.first_sequence = conversation.history_from or entry.sequence
    joined.last_read_sequence = entry.sequence - 1
    session.flush()
    return standing


def _go(session: Session, mine: Participant, who: Participant) -> Entry:
    entry = append(session, mine, Kind.LEFT, data={"members": [who.member_id]})
    who.left_at = clock.now()
    record(session, ParticipantGone(conversation_id=who.conversation_id, member_id=who.member_id))
    return entry
