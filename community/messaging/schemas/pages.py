"""A conversation on its page: its head, and what stands at the box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.messaging import policies, queries
from community.messaging.models import Conversation, Participant, Standing
from community.messaging.schemas.presence import handles_here
from community.messaging.schemas.words import expiry_words, rule_names, rule_words, some_names
from community.profiles.audiences import audience_for
from community.profiles.queries import visible_profile
from community.profiles.schemas import PersonLine, person_lines
from community.profiles.seen import seen


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of attribution that holds."""

    key: str
    name: str
    words: str
    sequence: int
    waiting_for: str
    """Names of those who have not agreed yet, the reader apart; empty when all have."""
    must_agree: bool
    """Whether the reader has to, before they write on."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks to talk, beside a request."""

    person: PersonLine
    handle: str
    headline: str
    since: datetime
    """When they joined."""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation on its own page; `people` without the reader."""

    public_id: str
    title: str
    people: tuple[PersonLine, ...]
    is_group: bool = False
    rule: Rule | None = None
    expiry: str = ""
    standing: str = Standing.IN
    asking: Asking | None = None
    pins: int = 0
    here: str = ""
    """Names of those who show that they are here, and are."""


def conversation_view(session: Session, mine: Participant) -> ConversationView:
    """The conversation for one of its participants."""
    participants = queries.present(session, mine.conversation_id)
    people = person_lines(session, {one.member_id for one in participants})
    title, others = _named(mine.conversation, participants, people, mine.member_id)
    known = {one.member.handle: one.member.display_name for one in participants}
    return ConversationView(
        public_id=mine.conversation.public_id,
        title=title,
        people=others,
        is_group=mine.conversation.is_group,
        rule=_rule(mine, participants),
        expiry=expiry_words(mine.conversation.expires_after_days),
        standing=mine.standing,
        here=some_names([known[one] for one in handles_here(session, mine)]),
        pins=len(policies.pins_seen(mine.conversation, mine.first_sequence, clock.now())),
    )


def named(
    conversation: Conversation, people: dict[int, PersonLine], actor: Actor
) -> tuple[str, tuple[PersonLine, ...]]:
    """Its title, else the others in it; and the others."""
    present = [one for one in conversation.participants if one.left_at is None]
    return _named(conversation, present, people, actor.id)


def names(people: tuple[PersonLine, ...]) -> str:
    """ "Awa Ndiaye, Omar El-Sayed and 2 others"."""
    if not people:
        return _("Only you")
    shown = _(", ").join(person.name for person in people[:3])
    more = len(people) - 3
    return shown if more <= 0 else shown + " " + ngettext("and %(num)d other", "and %(num)d others", more)


def asking(session: Session, actor: Actor, mine: Participant) -> Asking | None:
    """Who wrote first, or added the actor, with what their profile says to the actor; None when they are gone."""
    by = next((one for one in mine.conversation.participants if one.member_id == mine.invited_by_id), None)
    if by is None:
        return None
    try:
        profile = visible_profile(session, actor, by.member.handle)
        headline = seen(profile, audience_for(session, actor, profile)).headline
    except NotFound:
        headline = ""
    person = person_lines(session, {by.member_id})[by.member_id]
    return Asking(person, by.member.handle, headline, by.member.created_at)


def _named(
    conversation: Conversation, present: list[Participant], people: dict[int, PersonLine], reader_id: int
) -> tuple[str, tuple[PersonLine, ...]]:
    others = tuple(people[one.member_id] for one in present if one.member_id != reader_id)
    return conversation.title or names(others), others


def _rule(mine: Participant, participants: list[Participant]) -> Rule:
    conversation = mine.conversation
    waiting = [
        one.member.display_name
        for one in participants
        if one.member_id != mine.member_id and one.agreed_sequence < conversation.attribution_sequence
    ]
    return Rule(
        key=conversation.attribution,
        name=rule_names()[conversation.attribution],
        words=rule_words(conversation.attribution),
        sequence=conversation.attribution_sequence,
        waiting_for=_(", ").join(waiting),
        must_agree=not policies.has_agreed(mine),
    )
