"""Writing to somebody for the first time, or to several."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from community.accounts.models import Member
from community.core.actor import Actor, members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging import actions, queries
from community.messaging.actions.reaching import standings
from community.messaging.errors import NobodyNamed
from community.messaging.forms import GroupForm, MessageForm, named_people
from community.messaging.models import Conversation, Entry
from community.messaging.schemas.pages import ConversationView
from community.messaging.schemas.places import place_of
from community.messaging.views.room import about_words, blueprint, new_page, say_refusal
from community.messaging.views.uploads import sent_files
from community.profiles.schemas import person_lines


@blueprint.route("/people/<handle>/write", methods=["GET", "POST"])
@open_to(members, limit="60/minute; 300/day")
def start(handle: str) -> str | Response | tuple[str, int]:
    """Write to a member for the first time; nothing is opened before something is sent.

    `?about=` a path on this site (a story, a reply) puts its address into the box.
    """
    actor = current_actor()
    if handle == actor.handle:
        return redirect(url_for(".index"))  # a page that is the same for all offers it to everybody
    other = queries.with_whom(db.session(), actor, handle)
    talk = queries.between(db.session(), actor, other)
    if talk is not None and request.method == "GET":
        return redirect(
            url_for(".show", public_id=talk.public_id, about=request.args.get("about"), _anchor="body")
        )
    form = MessageForm(data={"body": about_words()})
    if form.validate_on_submit():
        try:
            files = sent_files(actor, form)
            with unit_of_work() as session:
                other = queries.with_whom(session, actor, handle)
                conversation = actions.open_conversation(session, actor, other)
                entry = actions.send_message(session, actor, conversation.public_id, form.draft(files))
        except Refusal as refusal:
            status = say_refusal(refusal, form)
            return _page_for_one(actor, other, form), status
        return _sent(conversation, entry, f"to-{handle}")
    return _page_for_one(actor, other, form, _why_not(actor, other)), 422 if form.errors else 200


@blueprint.route("/conversations/new", methods=["GET", "POST"])
@open_to(members, limit="60/minute; 300/day")
def new() -> str | Response | tuple[str, int]:
    """A group: `?with=` a handle, as often as there are people. One alone is a talk between two."""
    actor = current_actor()
    # The address of the page names everybody who was chosen: of a form only what is ticked counts.
    handles = (request.args if request.method == "GET" else request.form).getlist("with")
    if request.method == "GET" and len(handles) == 1:
        return redirect(url_for(".start", handle=handles[0]))
    form = GroupForm()
    if form.validate_on_submit():
        try:
            files = sent_files(actor, form)
            with unit_of_work() as session:
                wanted = [*handles, *named_people(form.people.data)]
                others = queries.people_named(session, actor, wanted)
                if not others:
                    raise NobodyNamed()
                draft = form.draft(files)
                title = form.title.data or ""
                conversation = actions.start_group(session, actor, others, title, first=draft.client_id)
                entry = actions.send_message(session, actor, conversation.public_id, draft)
        except Refusal as refusal:
            status = say_refusal(refusal, form)
            return _page_for_several(actor, handles, form), status
        return _sent(conversation, entry, "to-group")
    return _page_for_several(actor, handles, form), 422 if form.errors else 200


def _sent(conversation: Conversation, entry: Entry, draft: str) -> Response:
    flash(f"conversation:{draft}", "draft-sent")
    return redirect(place_of(conversation.public_id, entry.sequence, conversation.last_sequence))


def _why_not(actor: Actor, other: Member) -> str | None:
    """What would be answered to a first message: said before somebody writes one."""
    try:
        standings(db.session(), actor, [other])
    except Refusal as refusal:
        return str(refusal.message)
    return None


def _page_for_one(actor: Actor, other: Member, form: MessageForm, refusal: str | None = None) -> str:
    person = person_lines(db.session(), {other.id})[other.id]
    view = ConversationView(f"to-{other.handle}", person.name, (person,))
    return new_page(actor, view, form, refusal, first_to=other.handle)


def _page_for_several(actor: Actor, handles: list[str], form: GroupForm) -> str:
    session = db.session()
    chosen: list[Member] = []
    for handle in dict.fromkeys(
        [*request.args.getlist("with"), *handles]
    ):  # who was taken off stays in sight
        try:
            chosen += queries.people_named(session, actor, [handle])
        except Refusal:
            continue  # an address that somebody shared may name who has left
    known = queries.talked_with(session, actor)
    view = ConversationView("to-group", "", (), is_group=True)
    return new_page(
        actor,
        view,
        form,
        first_to="",
        chosen=[(one.handle, one.display_name, one.handle in handles) for one in chosen],
        known=[(one.handle, one.display_name) for one in known],
    )
