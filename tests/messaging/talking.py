"""How people talk in the stories of this folder."""

from __future__ import annotations

from collections.abc import Callable

from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.actions import MessageDraft
from tests.cast import Person

FIRST_WORDS = "Could you talk before 17:00 in Nairobi?"


def talk_between(one: Person, other: Person, first: str = FIRST_WORDS) -> str:
    """The public id of a conversation in which `one` has written to `other`, who wants to talk."""
    talk = request_from(one, other, first)
    do(actions.accept_request, other, talk)
    return talk


def request_from(one: Person, other: Person, first: str = FIRST_WORDS) -> str:
    """The same, not answered yet."""
    with unit_of_work() as session:
        member = queries.with_whom(session, one.actor, other.handle)
        conversation = actions.open_conversation(session, one.actor, member)
        actions.send_message(session, one.actor, conversation.public_id, MessageDraft(first, "first-message"))
        return conversation.public_id


def group_of(one: Person, *others: Person, title: str = "Port annex") -> str:
    """The public id of a group that `one` began; the others want to be in it. One message is in it."""
    with unit_of_work() as session:
        members = queries.people_named(session, one.actor, [other.handle for other in others])
        conversation = actions.start_group(session, one.actor, members, title)
        actions.send_message(
            session, one.actor, conversation.public_id, MessageDraft("Welcome.", "first-message")
        )
    for other in others:
        do(actions.accept_request, other, conversation.public_id)
    return conversation.public_id


def say(person: Person, talk: str, body: str, client_id: str, *, quote: int | None = None) -> int:
    """The number that the message got."""
    with unit_of_work() as session:
        draft = MessageDraft(body, client_id, quote)
        return actions.send_message(session, person.actor, talk, draft).sequence


def do(verb: Callable[..., object], person: Person, talk: str, *more: object) -> None:
    """One of the verbs on a conversation (or on a person, by handle)."""
    with unit_of_work() as session:
        verb(session, person.actor, talk, *more)


def add(person: Person, talk: str, *others: Person) -> None:
    """`person` adds the others to a group."""
    with unit_of_work() as session:
        members = queries.people_named(session, person.actor, [one.handle for one in others])
        actions.add_people(session, person.actor, talk, members)


def say_with(person: Person, talk: str, body: str, client_id: str, *files: str) -> int:
    """The number that a message with these uploads got."""
    with unit_of_work() as session:
        draft = MessageDraft(body, client_id, files=files)
        return actions.send_message(session, person.actor, talk, draft).sequence
