"""The blueprint, and the page on which one reads and writes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from community.config import Settings
from community.core.actor import Actor
from community.core.db import db
from community.core.errors import Refusal
from community.core.unit_of_work import unit_of_work
from community.core.web.forms import show_refusal
from community.core.web.locale import local_path
from community.messaging import actions, queries
from community.messaging.errors import CannotBeWrittenTo
from community.messaging.files.kinds import ACCEPTED
from community.messaging.files.taking import too_large
from community.messaging.forms import MessageForm
from community.messaging.models import Participant, Standing
from community.messaging.policies import MAY_STILL_ACCEPT
from community.messaging.queries import Box
from community.messaging.schemas.lines import Quote, line_views, quote_of
from community.messaging.schemas.listing import conversation_lines
from community.messaging.schemas.pages import ConversationView, asking, conversation_view
from community.messaging.schemas.places import address_of
from community.messaging.schemas.state import window_state
from community.messaging.schemas.words import sign_names, size_words
from community.messaging.views.uploads import waiting_files

blueprint = Blueprint("messaging", __name__)


def talk_page(actor: Actor, public_id: str, form: MessageForm) -> str:
    """A conversation where reading goes on, or its lines below `?before=` or above `?after=`. What is shown is read,
    when nothing that was not read lies before it."""
    session = db.session()
    before, after = request.args.get("before", type=int), request.args.get("after", type=int)
    mine = queries.participation(session, actor, public_id)
    seen, last = mine.last_read_sequence, mine.conversation.last_sequence
    if before is not None:
        window = queries.window(session, mine, before=before)
    elif after is not None:
        window = queries.window_after(session, mine, after)
    else:
        window = queries.window_to_read(session, mine)
    shown = window.entries[-1].sequence if window.newer and window.entries else last
    # Who leapt over something has not read it, until they come to the end.
    goes_on = before is None and (after is None or after <= seen or not window.newer)
    if goes_on and (seen < shown or mine.is_marked_unread):
        with unit_of_work() as writing:
            actions.mark_read(writing, actor, public_id, shown)
        mine = queries.participation(session, actor, public_id)
    state = window_state(session, mine, window, last)
    lines = line_views(state, actor)
    new = next((one for one in lines if one.sequence > seen and not one.mine and not one.notice), None)
    return render_template(
        "messaging/show.html",
        conversation=conversation_view(session, mine),
        asking=asking(session, actor, mine) if mine.standing in MAY_STILL_ACCEPT else None,
        messages=lines,
        last_sequence=state.last_sequence,
        read=state.read,
        first_new_id=new.sequence if new else None,
        older_before=lines[0].sequence if lines and state.older else None,
        newer_after=lines[-1].sequence if lines and state.newer else None,
        form=form,
        quoted=_quoted(mine, form),
        refusal=_refusal(mine),
        is_new=False,
        names={one.handle: one.name for one in state.facts.participants or ()},
        **_of_reader(actor, public_id),
    )


def new_page(
    actor: Actor, conversation: ConversationView, form: MessageForm, refusal: str | None = None, **more: Any
) -> str:
    """The same page before anything was sent: there is no conversation yet."""
    return render_template(
        "messaging/show.html",
        conversation=conversation,
        asking=None,
        messages=(),
        last_sequence=0,
        read={},
        first_new_id=None,
        older_before=None,
        newer_after=None,
        form=form,
        quoted=None,
        refusal=refusal,
        is_new=True,
        names={},
        **_of_reader(actor, None),
        **more,
    )


def about_words() -> str:
    """What the box begins with: the address of what one writes about, `?about=`; it unfolds when it is sent."""
    path = local_path(request.args.get("about", ""), "")
    if not path.startswith(("/stories/", "/people/")):
        return ""
    return f"{current_app.extensions['settings'].base_url}{path}\n\n"


def say_refusal(refusal: Refusal, form: FlaskForm) -> int:
    """Put a refusal's words at its field, so that what was typed stays. Returns the status; raises what has no field to
    stand at: somebody who is not there."""
    if refusal.status == 404:
        raise refusal
    show_refusal(form, refusal)
    return refusal.status


def _refusal(mine: Participant) -> str | None:
    """Why there is no box to write in; None when there is one."""
    if mine.standing == Standing.BLOCKED:
        return _("You have blocked this person: nothing they write reaches you.")
    others = [
        one
        for one in mine.conversation.participants
        if one.member_id != mine.member_id and one.left_at is None
    ]
    if not others:
        return _("Nobody else is in this conversation any more.")
    if not any(one.member.active for one in others):
        return str(CannotBeWrittenTo.message)
    return None


def _quoted(mine: Participant, form: MessageForm) -> Quote | None:
    """What the message in the box answers, while it is there."""
    if not form.quote.data:
        return None
    found = queries.messages_at(db.session(), mine, [form.quote.data]).get(form.quote.data)
    if found is None:
        form.quote.data = None
        return None
    return quote_of(found, address_of(mine, found.sequence))


def _of_reader(actor: Actor, public_id: str | None) -> dict[str, Any]:
    session = db.session()
    settings: Settings = current_app.extensions["settings"]
    return {
        "me": actor.handle,
        "time_zone": actor.time_zone or "UTC",
        "signs": sign_names(),
        "accepted": ACCEPTED,
        "most_bytes": settings.upload_limit_bytes,
        "too_large": too_large(settings),
        "attached": [(one, size_words(one.size)) for one in waiting_files(actor)],
        "conversations": conversation_lines(session, actor, public_id),
        "requests": queries.count_in(session, actor, Box.REQUESTS),
    }
