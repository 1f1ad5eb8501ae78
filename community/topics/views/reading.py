"""Topics for readers: the index, and a page for each."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from community.core.actor import anyone
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.profiles.taxonomy import taxonomy
from community.topics import queries
from community.topics.schemas import topic_groups, topic_page
from community.topics.views.room import blueprint


@blueprint.get("/topics")
@open_to(anyone, limit="120/minute")
def index() -> str:
    """All that are offered, by group."""
    session = db.session()
    people = queries.people_by_topic(session, current_actor())
    return render_template(
        "topics/index.html", groups=topic_groups(taxonomy(session), people, str(get_locale() or "en"))
    )


@blueprint.get("/topics/<slug>")
@open_to(anyone, limit="240/minute")
def show(slug: str) -> str | Response:
    """One topic and its words. A topic that was merged away leads to the one that took its place."""
    session = db.session()
    topic = taxonomy(session).by_slug.get(slug)
    if topic is None:
        raise NotFound()
    if topic.slug != slug:
        return redirect(url_for(".show", slug=topic.slug), 301)
    people = queries.people_by_topic(session, current_actor())
    return render_template("topics/show.html", topic=topic_page(topic, people, str(get_locale() or "en")))
