"""The thread on a story's page, and the door for replies."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.core.actor import Actor, anyone, members
from community.core.db import db
from community.core.errors import Refusal
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.discussions import actions, policies, queries
from community.discussions.errors import NothingToAnswer
from community.discussions.forms import ReplyForm
from community.discussions.schemas import ReplyNode, people_of, reply_nodes, with_evidence
from community.stories.kept import Kept
from community.stories.pages import StoryPage, story_page
from community.stories.queries import version
from community.stories.views.reading import page_of_story

blueprint = Blueprint("discussions", __name__)
_drawn: Kept[Markup] = Kept(limit=24_000_000, size=len)


@blueprint.app_template_global("thread_of")
def thread_of(page: StoryPage, refused: ReplyForm | None = None) -> Markup:
    """The thread of a story for its page: stories know nothing of replies, their template asks for this.

    It is drawn once for all readers of a language and time zone; for members, the replies are.
    """
    actor = current_actor()
    if page.thread is None:
        return _section(page, Markup(), None)
    if actor.is_signed_in:
        return _thread_of_member(actor, page, refused)
    return _kept(
        actor, page, "readers", lambda: _section(page, _replies(_nodes(actor, page, False), page), None)
    )


def _thread_of_member(actor: Actor, page: StoryPage, refused: ReplyForm | None) -> Markup:
    """With the form below the replies, or below the one that it answers.

    What only this one sees, the form and a reply that is held, is drawn each time and never among what is kept.
    """
    may_reply = policies.may_reply(actor, page, page.thread)
    form = refused or ReplyForm(formdata=None, parent=request.args.get("reply_to", type=int))
    if (form.parent.data and may_reply) or queries.has_held(db.session(), actor, page.id):
        nodes = _nodes(actor, page, may_reply)
        if any(node.id == form.parent.data and node.may_reply for node in nodes):
            return _section(page, _replies(nodes, page, form), None)
        html = _replies(nodes, page)
    else:
        editor_id = actor.member_id if actor.is_editor else None  # whose page links to what they may endorse
        html = _kept(
            actor, page, (may_reply, editor_id), lambda: _replies(_nodes(actor, page, may_reply), page)
        )
    return _section(page, html, form if may_reply or refused else None)  # refused words are never hidden


@blueprint.post("/stories/<slug>/replies")
@open_to(members, limit="12/minute; 300/day")
def post(slug: str) -> Response | tuple[str, int]:
    """Reply, and go to where the reply stands. What is refused stays in its form."""
    actor = current_actor()
    story = version(db.session(), actor, slug)
    form = ReplyForm()
    if not form.validate():
        return page_of_story(story, form), 422
    answered = form.parent.data
    try:
        with unit_of_work() as session:
            parent_id = queries.id_of_answered(session, story.id, answered)
            reply = actions.post_reply(session, actor, form.draft(story.id, parent_id))
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        if isinstance(refusal, NothingToAnswer):
            form.parent.data = None
        form.form_errors.append(str(refusal.message))
        return page_of_story(version(db.session(), actor, slug), form), refusal.status
    flash(draft_key(story.id, answered), "draft-sent")
    return redirect(url_for("stories.show", slug=slug, _anchor=f"reply-{reply.sequence}"))


@blueprint.get("/stories/<slug>/replies")
@open_to(anyone, limit="120/minute")
def newer(slug: str) -> Response | str:
    """Replies after a number, as a page's script puts them in; nothing (204) when there are none."""
    actor = current_actor()
    story = version(db.session(), actor, slug)
    after = max(0, request.args.get("after", 0, type=int))
    if (story.last_sequence or 0) <= after:
        return Response(status=204)
    page = story_page(db.session(), story)
    nodes = _nodes(actor, page, policies.may_reply(actor, page, page.thread))
    fresh = [node for node in nodes if node.sequence > after]
    grown = {node.parent_id for node in fresh}
    return render_template(
        "discussions/newer.html",
        nodes=fresh,
        slug=slug,
        branches=[node for node in nodes if node.id in grown],
        last=story.last_sequence,
        title=replies_title(page.thread.reply_count if page.thread else 0),
        sentence=ngettext("%(num)s new reply. Show it", "%(num)s new replies. Show them", len(fresh)),
    )


@blueprint.app_template_global()
def replies_title(count: int) -> str:
    return ngettext("%(num)s reply", "%(num)s replies", count)


@blueprint.app_template_global("reply_draft_key")
def draft_key(story_id: int, answered: int | None = None) -> str:
    """Under which a browser keeps the text of a reply that is not sent yet."""
    return f"reply:{story_id}:{answered or ''}"


def _kept(actor: Actor, page: StoryPage, whose: Hashable, draw: Callable[[], Markup]) -> Markup:
    """Drawn anew when the thread, the language or the time zone is another one."""
    thread = page.thread
    state = (thread.version, thread.last_reply_at) if thread else None
    return _drawn.get((page.id, state, str(get_locale()), actor.time_zone, whose), draw)


def _nodes(actor: Actor, page: StoryPage, may_reply: bool) -> tuple[ReplyNode, ...]:
    rows = queries.replies(db.session(), actor, page.id)
    people = people_of(db.session(), rows, page.author_ids)
    nodes = reply_nodes(rows, people, may_reply)
    return with_evidence(nodes, rows, page.slug, actor) if actor.is_editor else nodes


def _replies(nodes: tuple[ReplyNode, ...], page: StoryPage, form: ReplyForm | None = None) -> Markup:
    """All replies; with the form below the one that it answers."""
    return Markup(render_template("discussions/replies.html", nodes=nodes, page=page, form=form))  # noqa: S704


def _section(page: StoryPage, replies_html: Markup, form: ReplyForm | None) -> Markup:
    return Markup(  # noqa: S704 - a template that escapes
        render_template(
            "discussions/thread.html", page=page, thread=page.thread, replies_html=replies_html, form=form
        )
    )
