"""The blueprint, and the page on which one reads and writes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from community.core.actor import Actor
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.forms import MessageForm
from community.messaging.schemas import pages
from community.messaging.schemas.listing import conversation_lines
from community.messaging.schemas.state import state_out
from community.messaging.schemas.words import sign_names
from community.profiles.schemas import person_lines

blueprint = Blueprint("messaging", __name__)


def talk_page(actor: Actor, public_id: str, form: MessageForm) -> str:
    """A conversation with its newest window, or the one below `?before=`; opening it marks it read."""
    session = db.session()
    before = request.args.get("before", type=int)
    mine = queries.participation(session, actor, public_id)
    seen = mine.last_read_sequence
    if seen < mine.conversation.last_sequence and before is None:
        with unit_of_work() as writing:
            actions.mark_read(writing, actor, public_id, mine.conversation.last_sequence)
        mine = queries.participation(session, actor, public_id)
    state = state_out(session, actor, public_id, before)
    people = person_lines(session, {one.member_id for one in mine.conversation.participants})
    lines = pages.line_views(state, actor, queries.read_by_all_others(session, mine))
    new = next((one for one in lines if one.sequence > seen and not one.mine), None)
    older = lines[0].sequence if lines and state.older else None
    return render_template(
        "messaging/show.html",
        conversation=pages.conversation_view(mine.conversation, people, actor),
        conversations=conversation_lines(session, actor, public_id),
        messages=lines,
        last_sequence=state.last_sequence,
        new_since=new.created_at if new else None,
        first_new_id=new.sequence if new else None,
        older_before=older,
        form=form,
        quoted=_quoted(actor, public_id, form),
        may_write=len(mine.conversation.participants) > 1,
        refusal=_("Nobody else is in this conversation any more."),
        is_new=False,
        names={one.handle: one.name for one in state.facts.participants or ()},
        **_of_reader(actor),
    )


def new_page(actor: Actor, conversation: pages.ConversationView, form: MessageForm) -> str:
    """The same page before anything was sent: there is no conversation yet."""
    return render_template(
        "messaging/show.html",
        conversation=conversation,
        conversations=conversation_lines(db.session(), actor),
        messages=(),
        last_sequence=0,
        new_since=None,
        first_new_id=None,
        older_before=None,
        form=form,
        quoted=None,
        may_write=True,
        refusal=None,
        is_new=True,
        names={},
        **_of_reader(actor),
    )


def _quoted(actor: Actor, public_id: str, form: MessageForm) -> pages.Quote | None:
    """What the message in the box answers, while it is there."""
    if not form.quote.data:
        return None
    mine = queries.participation(db.session(), actor, public_id)
    found = queries.messages_at(db.session(), mine, [form.quote.data]).get(form.quote.data)
    if found is None:
        form.quote.data = None
        return None
    return pages.quote_of(found)


def _of_reader(actor: Actor) -> dict[str, Any]:
    return {"me": actor.handle, "time_zone": actor.time_zone or "UTC", "signs": sign_names()}
