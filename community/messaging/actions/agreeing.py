"""What the participants agree on: the rule under which things are said, and how long messages stay."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.errors import Invalid
from community.messaging import policies
from community.messaging.actions.log import append, taking_part
from community.messaging.errors import RuleChanged
from community.messaging.models import Attribution, Entry, Kind

DAYS = (1, 7, 30)
"""How long messages may stay, where they do not stay for good."""


def set_attribution(session: Session, actor: Actor, public_id: str, rule: str) -> Entry | None:
    """Set the rule for what is said from now on; everybody else must agree before they write on.

    None when it holds already. Raises NotFound, and Invalid for a rule that there is not.
    """
    mine = taking_part(session, actor, public_id)
    if rule not in set(Attribution):
        raise Invalid(field="rule")
    conversation = mine.conversation
    if rule == conversation.attribution:
        return None
    entry = append(session, mine, Kind.ATTRIBUTION, data={"rule": rule})
    conversation.attribution = rule
    conversation.attribution_sequence = mine.agreed_sequence = entry.sequence
    return entry


def agree(session: Session, actor: Actor, public_id: str, number: int) -> Entry | None:
    """The actor agrees to the rule that the entry `number` set. None when they have already.

    Raises NotFound, and RuleChanged when another rule holds meanwhile.
    """
    mine = taking_part(session, actor, public_id)
    if number != mine.conversation.attribution_sequence:
        raise RuleChanged()
    if policies.has_agreed(mine):
        return None
    mine.agreed_sequence = number
    return append(session, mine, Kind.AGREED, data={"rule": mine.conversation.attribution})


def set_expiry(session: Session, actor: Actor, public_id: str, days: int | None) -> Entry | None:
    """Let what is written from now on disappear after so many days; None: it stays. None when it is so already.

    Raises NotFound, and Invalid for another number of days than there are.
    """
    mine = taking_part(session, actor, public_id)
    if days is not None and days not in DAYS:
        raise Invalid(field="days")
    if days == mine.conversation.expires_after_days:
        return None
    mine.conversation.expires_after_days = days
    return append(session, mine, Kind.EXPIRY, data={"days": days})
