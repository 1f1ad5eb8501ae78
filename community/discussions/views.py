"""The thread on a story's page, and the door for replies."""

from __future__ import annotations

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
from community.discussions.drawn import DrawnThreads
from community.discussions.errors import NothingToAnswer
from community.discussions.forms import ReplyForm
from community.discussions.models import Thread
from community.discussions.schemas import ReplyNode, people_of, reply_nodes
from community.stories.models import Story
from community.stories.queries import by_slug
from community.stories.views.reading import story_page

blueprint = Blueprint("discussions", __name__)
_drawn = DrawnThreads()


@blueprint.app_template_global("thread_of")
def thread_of(story_id: int, refused: ReplyForm | None = None) -> Markup:
    """The thread of a story for its page: stories know nothing of replies, their template asks for this."""
    session, actor = db.session(), current_actor()
    story = session.get_one(Story, story_id)  # which the page has found for this reader
    thread = queries.thread_of(session, story_id)
    may_reply = policies.may_reply(actor, story, thread)
    form = refused or ReplyForm(formdata=None, parent=request.args.get("reply_to", type=int))
    answered = form.parent.data if may_reply else None
    if thread is None:
        html, answered = Markup(), None
    elif answered is not None or queries.has_held(session, actor, story_id):
        nodes = _nodes(actor, story, may_reply)
        answered = answered if any(node.id == answered and node.may_reply for node in nodes) else None
        html = _draw(nodes, story, form, answered)
    else:
        key = (story_id, thread.version, thread.last_reply_at, get_locale(), actor.time_zone, may_reply)
        html = _drawn.get(key, lambda: _draw(_nodes(actor, story, may_reply), story))
    return Markup(  # noqa: S704 - a template that escapes
        render_template(
            "discussions/thread.html",
            story=story,
            thread=thread,
            replies_html=html,
            form=form
            if answered is None and (may_reply or refused)
            else None,  # refused words are never hidden
            may_reply=may_reply,
        )
    )


@blueprint.post("/stories/<slug>/replies")
@open_to(members, limit="12/minute; 300/day")
def post(slug: str) -> Response | tuple[str, int]:
    """Reply, and go to where the reply stands. What is refused stays in its form."""
    actor = current_actor()
    story = by_slug(db.session(), actor, slug)
    form = ReplyForm()
    if not form.validate():
        return story_page(story, actor, form), 422
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
        return story_page(by_slug(db.session(), actor, slug), actor, form), refusal.status
    flash(draft_key(story.id, answered), "draft-sent")
    return redirect(url_for("stories.show", slug=slug, _anchor=f"reply-{reply.sequence}"))


@blueprint.get("/stories/<slug>/replies")
@open_to(anyone, limit="120/minute")
def newer(slug: str) -> Response | str:
    """Replies after a number, as a page's script puts them in; nothing (204) when there are none."""
    actor = current_actor()
    story = by_slug(db.session(), actor, slug)
    thread = queries.thread_of(db.session(), story.id)
    after = max(0, request.args.get("after", 0, type=int))
    if thread is None or thread.last_sequence <= after:
        return Response(status=204)
    nodes = _nodes(actor, story, policies.may_reply(actor, story, thread))
    fresh = [node for node in nodes if node.sequence > after]
    grown = {node.parent_id for node in fresh}
    return render_template(
        "discussions/newer.html",
        nodes=fresh,
        branches=[node for node in nodes if node.id in grown],
        last=thread.last_sequence,
        title=replies_title(thread),
        sentence=ngettext("%(num)s new reply. Show it", "%(num)s new replies. Show them", len(fresh)),
    )


@blueprint.app_template_global()
def replies_title(thread: Thread) -> str:
    return ngettext("%(num)s reply", "%(num)s replies", thread.reply_count)


@blueprint.app_template_global("reply_draft_key")
def draft_key(story_id: int, answered: int | None = None) -> str:
    """Under which a browser keeps the text of a reply that is not sent yet."""
    return f"reply:{story_id}:{answered or ''}"


def _nodes(actor: Actor, story: Story, may_reply: bool) -> tuple[ReplyNode, ...]:
    rows = queries.replies(db.session(), actor, story.id)
    people = people_of(db.session(), rows, [author.member_id for author in story.byline])
    return reply_nodes(rows, people, may_reply)


def _draw(
    nodes: tuple[ReplyNode, ...], story: Story, form: ReplyForm | None = None, answered: int | None = None
) -> Markup:
    html = render_template("discussions/replies.html", nodes=nodes, story=story, form=form, answered=answered)
    return Markup(html)  # noqa: S704 - a template that escapes
