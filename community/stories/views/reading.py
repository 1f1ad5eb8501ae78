"""Pages for readers: the front page, analysis, one story with its thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from flask import current_app, make_response, render_template, request, session, url_for
from flask_babel import get_locale, ngettext, to_user_timezone
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import Actor, anyone
from community.core.db import db
from community.core.identity import current_actor
from community.core.text import trusted
from community.core.web.doors import open_to
from community.stories import policies, queries
from community.stories.models import Story, StoryKind
from community.stories.schemas import StoryCard, story_cards
from community.stories.views.room import blueprint


@blueprint.get("/")
@open_to(anyone, limit="300/minute")
def front() -> str:
    """Newest first, by day; what an editor has pinned leads the first page."""
    page = queries.newest(db.session(), before=_cursor("before"), after=_cursor("after"))
    lead = None if page.has_newer else queries.lead(db.session())
    shown = ([lead] if lead else []) + [story for story in page.stories if story is not lead]
    cards = story_cards(db.session(), shown)
    return render_template(
        "stories/front.html",
        today=_midnight(clock.now()),
        lead=cards[0] if lead else None,
        days=_by_day(cards[1:] if lead else cards),
        in_discussion=_in_discussion(),
        rule=_("Newest first, by day. A pin says who set it, and until when."),
        **_neighbours("stories.front", page),
    )


@blueprint.get("/analysis")
@open_to(anyone, limit="300/minute")
def analysis() -> str:
    """Signed articles, newest first."""
    page = queries.newest(
        db.session(), kind=StoryKind.ARTICLE, before=_cursor("before"), after=_cursor("after")
    )
    return render_template(
        "stories/analysis.html",
        cards=story_cards(db.session(), page.stories),
        in_discussion=_in_discussion(),
        **_neighbours("stories.analysis", page),
    )


@blueprint.get("/how-this-page-is-ordered")
@open_to(anyone, limit="120/minute")
def how_ordered() -> str:
    return render_template("stories/how_ordered.html")


@blueprint.get("/stories/<slug>")
@open_to(anyone, limit="300/minute")
def show(slug: str) -> str | Response:
    """A story with its thread. To a reader who has this version already, only that it has not changed."""
    actor = current_actor()
    tag = _tag(actor, slug)
    if tag and tag in request.if_none_match:
        response = Response(status=304)
    else:
        response = make_response(story_page(queries.by_slug(db.session(), actor, slug), actor))
    if tag:
        response.set_etag(tag)
    return response


def story_page(story: Story, actor: Actor, refused_reply: FlaskForm | None = None) -> str:
    """The page of a story; with the reply that was not accepted, for its author to mend."""
    is_changed = story.published_at and (story.updated_at - story.published_at).total_seconds() > 60
    return render_template(
        "stories/show.html",
        story=story_cards(db.session(), [story])[0],
        story_id=story.id,
        status=None if story.is_published else story.status,
        body_html=trusted(story.body_html),
        credit=story.credit,
        disclosure=story.disclosures,
        corrections=(),
        updated_at=story.updated_at if story.is_published and is_changed else None,
        who_could_comment=_who_could_comment(story),
        canonical_url=_settings_base_url() + url_for("stories.show", slug=story.slug),
        edit_url=url_for("stories.edit", story_id=story.id) if policies.may_edit(actor) else None,
        refused_reply=refused_reply,
    )


def _tag(actor: Actor, slug: str) -> str | None:
    """The version of a page for readers who are not signed in; None where a page says more than the story.

    What a member's page says in its masthead (unread messages) and above its text (notices) has no version.
    """
    if actor.is_signed_in or session.get("_flashes"):
        return None
    story = queries.versions(db.session(), actor, slug)
    is_pinned = bool(story.pinned_until and story.pinned_until > clock.now())
    assets = current_app.extensions["assets"].version
    parts = (assets, get_locale(), story.id, story[1], story[2], int(is_pinned), request.args.get("reply_to"))
    return "-".join(str(part) for part in parts)


def _cursor(name: str) -> int | None:
    return request.args.get(name, type=int)


def _neighbours(endpoint: str, page: queries.Page) -> dict[str, str | None]:
    first = page.stories[0].id if page.stories else None
    last = page.stories[-1].id if page.stories else None
    return {
        "newer_url": url_for(endpoint, after=first) if page.has_newer and first else None,
        "older_url": url_for(endpoint, before=last) if page.has_older and last else None,
    }


def _midnight(moment: datetime) -> datetime:
    local: datetime = to_user_timezone(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _by_day(cards: Sequence[StoryCard]) -> tuple[tuple[datetime, tuple[StoryCard, ...]], ...]:
    """By the days of the reader's time zone."""
    days = groupby(cards, key=lambda card: _midnight(card.published_at))
    return tuple((day, tuple(group)) for day, group in days)


def _in_discussion() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            url_for("stories.show", slug=row.slug, _anchor="thread"),
            row.title,
            ngettext("%(num)s reply", "%(num)s replies", row.reply_count),
        )
        for row in queries.in_discussion(db.session())
    )


def _who_could_comment(story: Story) -> tuple[tuple[str, str, str], ...]:
    if not story.topics or not story.countries:
        return ()
    rows = queries.who_could_comment(db.session(), story)
    return tuple(
        (url_for("profiles.show", handle=row.handle), row.display_name, row.headline) for row in rows
    )


def _settings_base_url() -> str:
    return str(current_app.extensions["settings"].base_url)
