"""What a conversation is: who is in it, what was agreed, what one keeps of it for oneself."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from community.core.actor import Actor, members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, policies, queries
from community.messaging.forms import MessageForm, PeopleForm, named_people
from community.messaging.models import Participant, Standing
from community.messaging.schemas.lines import Quote, quote_of
from community.messaging.schemas.pages import conversation_view
from community.messaging.schemas.places import address_of
from community.messaging.schemas.words import expiry_names, rule_meanings, rule_names
from community.messaging.views.room import blueprint, say_refusal, talk_page
from community.profiles.schemas import person_lines

ROUTE = "/conversations/<public_id>"


@blueprint.get(f"{ROUTE}/about")
@open_to(members, limit="120/minute")
def about(public_id: str) -> str:
    return _page(current_actor(), public_id, PeopleForm())


@blueprint.post(f"{ROUTE}/people")
@open_to(members, limit="30/minute")
def add_people(public_id: str) -> Response | tuple[str, int]:
    """What was typed is kept when somebody in it cannot be added; then nobody is."""
    form, actor = PeopleForm(), current_actor()
    queries.participation(db.session(), actor, public_id)
    if not form.validate_on_submit():
        return _page(actor, public_id, form), 422
    try:
        with unit_of_work() as session:
            others = queries.people_named(session, actor, named_people(form.people.data))
            actions.add_people(session, actor, public_id, others)
    except Refusal as refusal:
        status = say_refusal(refusal, form)
        return _page(actor, public_id, form), status
    return _back(public_id)


@blueprint.post(f"{ROUTE}/people/<handle>/remove")
@open_to(members, limit="30/minute")
def remove_person(public_id: str, handle: str) -> Response:
    with unit_of_work() as session:
        actions.remove_person(session, current_actor(), public_id, handle)
    return _back(public_id)


@blueprint.post(f"{ROUTE}/leave")
@open_to(members, limit="30/minute")
def leave(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.leave(session, current_actor(), public_id)
    flash(_("You have left the group."), "success")
    return redirect(url_for(".index"))


@blueprint.post(f"{ROUTE}/rename")
@open_to(members, limit="30/minute")
def rename(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.rename(session, current_actor(), public_id, request.form.get("title", ""))
    return _back(public_id)


@blueprint.post(f"{ROUTE}/history")
@open_to(members, limit="30/minute")
def share_history(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.share_history(session, current_actor(), public_id, request.form.get("on") == "1")
    return _back(public_id)


@blueprint.post(f"{ROUTE}/attribution")
@open_to(members, limit="30/minute")
def set_attribution(public_id: str) -> Response:
    with unit_of_work() as session:
        actions.set_attribution(session, current_actor(), public_id, request.form.get("rule", ""))
    return _back(public_id)


@blueprint.post(f"{ROUTE}/agree")
@open_to(members, limit="30/minute")
def agree(public_id: str) -> Response | str:
    """To the rule that was on the page: `sequence` says which. A message that had to wait for it comes along."""
    actor = current_actor()
    with unit_of_work() as session:
        number = request.form.get("sequence", 0, type=int)
        actions.agree(session, actor, public_id, number)
    if request.form.get("body"):
        return talk_page(actor, public_id, MessageForm())
    return redirect(url_for(".show", public_id=public_id, _anchor="body"))


@blueprint.post(f"{ROUTE}/expiry")
@open_to(members, limit="30/minute")
def set_expiry(public_id: str) -> Response:
    with unit_of_work() as session:
        days = request.form.get("days", 0, type=int)
        actions.set_expiry(session, current_actor(), public_id, days or None)
    return _back(public_id)


@blueprint.post(f"{ROUTE}/own")
@open_to(members, limit="60/minute")
def keep_own(public_id: str) -> Response:
    """Mute, archive, mark unread: whichever the form says."""
    actor, wish = current_actor(), request.form
    with unit_of_work() as session:
        queries.participation(session, actor, public_id)
        if "mute" in wish:
            actions.mute(session, actor, public_id, wish["mute"] == "1")
        if "archive" in wish:
            actions.archive(session, actor, public_id, wish["archive"] == "1")
        if "unread" in wish:
            actions.mark_unread(session, actor, public_id)
    for name, said in _own_words().items():
        if name in wish:
            flash(said[wish[name] == "1"], "success")
    return redirect(url_for(".about", public_id=public_id) if "mute" in wish else url_for(".index"))


def _own_words() -> dict[str, tuple[str, str]]:
    """What is said when it was taken back, and when it was done."""
    return {
        "mute": (_("It is counted again."), _("It is muted.")),
        "archive": (_("It is back from the archive."), _("It is in the archive until the next message.")),
        "unread": (_("It is marked unread."), _("It is marked unread.")),
    }


def _back(public_id: str) -> Response:
    flash(_("Saved."), "success")
    return redirect(url_for(".about", public_id=public_id))


def _page(actor: Actor, public_id: str, form: PeopleForm) -> str:
    session = db.session()
    mine = queries.participation(session, actor, public_id)
    present = queries.present(session, mine.conversation_id)
    lines = person_lines(session, {one.member_id for one in present})
    other = queries.other_of(session, mine)
    meanings = rule_meanings()
    return render_template(
        "messaging/about.html",
        conversation=conversation_view(session, mine),
        title=mine.conversation.title,
        people=[
            (
                lines[one.member_id],
                one.member.handle,
                mine.conversation.is_group and policies.may_remove(mine, one, present),
            )
            for one in present
        ],
        form=form,
        rules=[(key, name, meanings[key]) for key, name in rule_names().items()],
        expiries=[(days, name, "") for days, name in expiry_names().items()],
        days=mine.conversation.expires_after_days or 0,
        shares_history=mine.conversation.history_from is not None,
        is_muted=mine.is_muted,
        is_archived=mine.archived_through is not None,
        pinned=_pinned(mine),
        other=other.member.handle if other else None,
        is_blocked=mine.standing == Standing.BLOCKED,
    )


def _pinned(mine: Participant) -> list[Quote]:
    """What is pinned and the reader may see, with where it stands."""
    numbers = [pin["sequence"] for pin in mine.conversation.pins]
    found = queries.messages_at(db.session(), mine, numbers)
    return [quote_of(found[number], address_of(mine, number)) for number in numbers if number in found]
