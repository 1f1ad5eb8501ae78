"""For machines that read: the Atom feed (RFC 4287), the site map, robots.txt."""

from __future__ import annotations

from flask import current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from community.core import clock
from community.core.actor import anyone
from community.core.db import db
from community.core.text import trusted
from community.core.web.doors import open_to
from community.stories import queries
from community.stories.schemas import story_cards
from community.stories.views.room import blueprint

FEED_STORIES = 50
SITEMAP_STORIES = 5_000


@blueprint.get("/feed.atom")
@open_to(anyone, limit="60/minute")
def feed() -> Response:
    """The newest stories; whoever has them already is told so."""
    page = queries.newest(db.session(), limit=FEED_STORIES)
    found = queries.whole(db.session(), [one.id for one in page.stories])
    stories = [found[one.id] for one in page.stories]
    cards = story_cards(db.session(), stories)
    updated = max((story.updated_at for story in stories), default=clock.now())
    text = render_template(
        "stories/feed.xml",
        entries=[(story, card, trusted(story.body_html)) for story, card in zip(stories, cards, strict=True)],
        updated=updated,
        base_url=_base_url(),
    )
    response = make_response(text)
    response.mimetype = "application/atom+xml"
    response.last_modified = updated
    return response.make_conditional(request)


@blueprint.get("/sitemap.xml")
@open_to(anyone, limit="30/minute")
def sitemap() -> Response:
    response = make_response(
        render_template(
            "stories/sitemap.xml",
            stories=queries.addresses(db.session(), limit=SITEMAP_STORIES),
            base_url=_base_url(),
        )
    )
    response.mimetype = "application/xml"
    return response


@blueprint.get("/robots.txt")
@open_to(anyone, limit="60/minute")
def robots() -> Response:
    """What is worth finding is open; what only repeats it is not. What needs a sign-in needs no line here."""
    closed = ("/api/", "/*?reply_to=")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {_base_url()}{url_for('stories.sitemap')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _base_url() -> str:
    return str(current_app.extensions["settings"].base_url)
