"""Whether the actor may begin to write to somebody, and how that one takes part at first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.messaging import policies, queries
from community.messaging.errors import BlockedByYou, CannotBeWrittenTo, ReachedEnough
from community.messaging.models import Standing
from community.profiles.queries import is_verified
from community.relations import queries as relations

DAY = timedelta(days=1)
PEOPLE_A_DAY = 60
PEOPLE_A_DAY_FOR_NEW = 5
"""Of an account that is younger than a week and not verified."""


def standings(session: Session, actor: Actor, others: Sequence[Member]) -> dict[int, Standing]:
    """How each of them takes part in what the actor begins.

    Raises CannotBeWrittenTo for whoever does not want it, BlockedByYou, and TooMany for more new people than a day
    allows.
    """
    ids = [one.id for one in others]
    verified = is_verified(session, actor.id)
    _count(session, actor, len(ids))
    wishes = queries.preferences(session, ids)
    follow = relations.who_follow(session, ids, actor.id)
    block = relations.who_block(session, ids, actor.id)
    know = queries.who_know(session, ids, actor)
    found: dict[int, Standing] = {}
    for one in others:
        if one.id == actor.id or not one.active or not one.is_claimed:
            raise CannotBeWrittenTo()
        if relations.blocks(session, actor.id, one.id):
            raise BlockedByYou()
        standing = policies.first_standing(
            wishes[one.id].who_may_write,
            is_known=one.id in know,
            follows=one.id in follow,
            is_verified=verified,
            blocks=one.id in block,
        )
        if standing is None:
            raise CannotBeWrittenTo()
        found[one.id] = standing
    return found


def _count(session: Session, actor: Actor, more: int) -> None:
    now = clock.now()
    is_new = queries.is_new_account(session, actor)
    most = PEOPLE_A_DAY_FOR_NEW if is_new else PEOPLE_A_DAY
    reached = queries.reached_since(session, actor, now - DAY)
    if len(reached) + more > most:
        raise ReachedEnough(most, reached[0] + DAY - now if reached else DAY, is_new=is_new)
