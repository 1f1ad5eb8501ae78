"""Socket.IO events of messaging; docs/realtime.md has the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from sqlalchemy.orm import Session

from community.core.actor import Actor, members
from community.core.db import db
from community.core.errors import Refusal
from community.core.presence import presence
from community.core.realtime import this_line
from community.core.socket_doors import on, on_together
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.doors import SENDS, change
from community.messaging.live import show_typing
from community.messaging.schemas import inputs
from community.messaging.schemas.listing import inbox_out
from community.messaging.schemas.out import EntriesOut, HereOut, InboxOut, LoggedOut, StateOut
from community.messaging.schemas.presence import handles_here
from community.messaging.schemas.state import entries_out, sent_out, state_out


def send_all(
    session: Session, asked: Sequence[tuple[Actor, inputs.SendMessage]]
) -> list[actions.Sent | Refusal]:
    """All that is sent at the same moment."""
    letters = [
        actions.Letter(
            actor,
            data.conversation,
            actions.MessageDraft(data.body, data.client_id, data.quote, tuple(data.files)),
        )
        for actor, data in asked
    ]
    return actions.send_messages(session, letters)


@on_together("message.send", who=members, limit=SENDS, payload=inputs.SendMessage, change=send_all)
def send(sent: actions.Sent) -> Annotated[dict[str, Any], EntriesOut]:
    """Acknowledged after the commit, with the entry that the message became."""
    return sent_out(db.session(), sent)


@on("message.edit", who=members, limit="60/minute", payload=inputs.EditMessage)
def edit(actor: Actor, data: inputs.EditMessage) -> LoggedOut:
    """Other words for a message of one's own, within 15 minutes."""
    return change(actor, data.conversation, actions.edit_message, data.sequence, data.body)


@on("message.delete", who=members, limit="60/minute", payload=inputs.DeleteMessage)
def delete(actor: Actor, data: inputs.DeleteMessage) -> LoggedOut:
    """A message of one's own goes away for all; a mark stays."""
    return change(actor, data.conversation, actions.delete_message, data.sequence)


@on("message.react", who=members, limit="120/minute", payload=inputs.React)
def react(actor: Actor, data: inputs.React) -> LoggedOut:
    """A sign under a message, or none."""
    return change(actor, data.conversation, actions.react, data.sequence, data.sign, data.on)


@on("message.pin", who=members, limit="60/minute", payload=inputs.PinMessage)
def pin(actor: Actor, data: inputs.PinMessage) -> LoggedOut:
    """Pinned for everybody, or not."""
    return change(actor, data.conversation, actions.pin_message, data.sequence, data.on)


@on("inbox.count", who=members, limit="120/minute", payload=inputs.Nothing)
def count_inbox(actor: Actor, data: inputs.Nothing) -> InboxOut:
    """How much waits."""
    return inbox_out(db.session(), actor)


@on("conversation.typing", who=members, limit="40/minute", payload=inputs.InConversation)
def typing(actor: Actor, data: inputs.InConversation) -> None:
    """Something is being written; the others hear of it, if they have accepted and nobody blocks."""
    show_typing(queries.participation(db.session(), actor, data.conversation))


@on("presence.here", who=members, limit="60/minute", payload=inputs.Here)
def here(actor: Actor, data: inputs.Here) -> HereOut:
    """For 100 seconds the member is here, if they chose to show it. Who else is, is told of a conversation."""
    session = db.session()
    others: list[str] = []
    if data.conversation is not None:
        others = handles_here(session, queries.participation(session, actor, data.conversation))
    shows = queries.shows_presence(session, actor)
    if shows:
        presence().come(actor.id, this_line())
    return HereOut(shows=shows, here=others)


@on("presence.away", who=members, limit="60/minute", payload=inputs.Nothing)
def away(actor: Actor, data: inputs.Nothing) -> None:
    """This page is not looked at any more."""
    presence().go(actor.id, this_line())


@on("conversation.open", who=members, limit="120/minute", payload=inputs.Open)
def open_(actor: Actor, data: inputs.Open) -> StateOut:
    """The present state: facts, and the last lines or an older window of them."""
    return state_out(db.session(), actor, data.conversation, data.before)


@on("conversation.since", who=members, limit="240/minute", payload=inputs.CatchUp)
def since(actor: Actor, data: inputs.CatchUp) -> EntriesOut:
    """What was missed after a number, a page at a time."""
    return entries_out(db.session(), actor, data.conversation, data.after)


@on("conversation.read", who=members, limit="240/minute", payload=inputs.MarkRead)
def read(actor: Actor, data: inputs.MarkRead) -> None:
    """Everything up to a number was seen."""
    with unit_of_work() as session:
        actions.mark_read(session, actor, data.conversation, data.sequence)


@on("conversation.add", who=members, limit="30/minute", payload=inputs.AddPeople)
def add(actor: Actor, data: inputs.AddPeople) -> LoggedOut:
    """More people for a group."""
    others = queries.people_named(db.session(), actor, data.people)
    return change(actor, data.conversation, actions.add_people, others)


@on("conversation.remove", who=members, limit="30/minute", payload=inputs.RemovePerson)
def remove(actor: Actor, data: inputs.RemovePerson) -> LoggedOut:
    """By whoever began the group, or added that person."""
    return change(actor, data.conversation, actions.remove_person, data.person)


@on("conversation.leave", who=members, limit="30/minute", payload=inputs.InConversation)
def leave(actor: Actor, data: inputs.InConversation) -> None:
    """Out of a group; it is found no more."""
    with unit_of_work() as session:
        actions.leave(session, actor, data.conversation)


@on("conversation.rename", who=members, limit="30/minute", payload=inputs.Rename)
def rename(actor: Actor, data: inputs.Rename) -> LoggedOut:
    """A name for a group, or none."""
    return change(actor, data.conversation, actions.rename, data.title)


@on("conversation.history", who=members, limit="30/minute", payload=inputs.ShareHistory)
def share_history(actor: Actor, data: inputs.ShareHistory) -> LoggedOut:
    """Whether who joins a group reads what is written from now on."""
    return change(actor, data.conversation, actions.share_history, data.on)


@on("conversation.attribution", who=members, limit="30/minute", payload=inputs.SetAttribution)
def set_attribution(actor: Actor, data: inputs.SetAttribution) -> LoggedOut:
    """The rule for what is said from now on; the others must agree before they write on."""
    return change(actor, data.conversation, actions.set_attribution, data.rule)


@on("conversation.agree", who=members, limit="30/minute", payload=inputs.Agree)
def agree(actor: Actor, data: inputs.Agree) -> LoggedOut:
    """To the rule that this entry set."""
    return change(actor, data.conversation, actions.agree, data.sequence)


@on("conversation.expiry", who=members, limit="30/minute", payload=inputs.SetExpiry)
def set_expiry(actor: Actor, data: inputs.SetExpiry) -> LoggedOut:
    """How long what is written from now on stays."""
    return change(actor, data.conversation, actions.set_expiry, data.days)
