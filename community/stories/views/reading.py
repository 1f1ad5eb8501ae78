"""Pages for readers: the front page, analysis, one story with its thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, to_user_timezone
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import anyone
from community.core.db import db
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.stories import policies, queries
from community.stories.finished import finished_page
from community.stories.models import StoryKind
from community.stories.pages import cards_of, reading_key, story_page
from community.stories.schemas import StoryCard
from community.stories.views.room import blueprint


@blueprint.get("/")
@open_to(anyone, limit="300/minute")
def front() -> str | Response:
    """Newest first, by day; what an editor has pinned leads the first page."""
    page = queries.newest(db.session(), before=_cursor("before"), after=_cursor("after"))
    lead = None if page.has_newer else queries.lead(db.session())
    shown = ([lead] if lead else []) + [story for story in page.stories if story != lead]
    today, talked_of = _midnight(clock.now()), queries.in_discussion(db.session())

    def draw() -> str:
        cards = cards_of(db.session(), shown)
        return render_template(
            "stories/front.html",
            today=today,
            lead=cards[0] if lead else None,
            days=_by_day(cards[1:] if lead else cards),
            in_discussion=_in_discussion(talked_of),
            rule=_("Newest first, by day. A pin says who set it, and until when."),
            **_neighbours("stories.front", page),
        )

    return finished_page(draw, today, lead is not None, *map(reading_key, shown), *talked_of)


@blueprint.get("/analysis")
@open_to(anyone, limit="300/minute")
def analysis() -> str | Response:
    """Signed articles, newest first."""
    page = queries.newest(
        db.session(), kind=StoryKind.ARTICLE, before=_cursor("before"), after=_cursor("after")
    )
    talked_of = queries.in_discussion(db.session())

    def draw() -> str:
        return render_template(
            "stories/analysis.html",
            cards=cards_of(db.session(), page.stories),
            in_discussion=_in_discussion(talked_of),
            **_neighbours("stories.analysis", page),
        )

    return finished_page(draw, *map(reading_key, page.stories), *talked_of)


@blueprint.get("/how-this-page-is-ordered")
@open_to(anyone, limit="120/minute")
def how_ordered() -> str:
    return render_template("stories/how_ordered.html")


@blueprint.get("/stories/<slug>")
@open_to(anyone, limit="300/minute")
def show(slug: str) -> str | Response:
    """A story with its thread. To a reader who has this version already, only that it has not changed."""
    version = queries.version(db.session(), current_actor(), slug)
    return finished_page(lambda: page_of_story(version), reading_key(version))


def page_of_story(version: queries.StoryVersion, refused_reply: FlaskForm | None = None) -> str:
    """The page of a story; with the reply that was not accepted, for its author to mend."""
    page = story_page(db.session(), version)
    can_edit = policies.may_edit(current_actor())
    return render_template(
        "stories/show.html",
        page=page,
        story=page.story,
        corrections=(),
        canonical_url=current_app.extensions["settings"].base_url + page.story.url,
        edit_url=url_for("stories.edit", story_id=page.id) if can_edit else None,
        refused_reply=refused_reply,
    )


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


def _in_discussion(rows: Sequence[queries.InDiscussion]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            url_for("stories.show", slug=row.slug, _anchor="thread"),
            row.title,
            ngettext("%(num)s reply", "%(num)s replies", row.reply_count),
        )
        for row in rows
    )
