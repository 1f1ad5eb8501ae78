"""The blueprint that all pages of stories share, and what it lends to pages of features that may not import it."""

from __future__ import annotations

from flask import Blueprint, url_for

from community.core.db import db
from community.core.web.locale import date_html
from community.stories import queries

blueprint = Blueprint("stories", __name__)


@blueprint.app_context_processor
def lend() -> dict[str, object]:
    """`stories_signed_by(handle)`: profiles show it, and may not know stories."""
    return {"stories_signed_by": _stories_signed_by}


def _stories_signed_by(handle: str) -> tuple[tuple[str, str, object], ...]:
    """(address, title, day) of the member's published stories, newest first."""
    return tuple(
        (url_for("stories.show", slug=slug), title, date_html(published_at) if published_at else "")
        for slug, title, published_at in queries.signed_by(db.session(), handle)
    )
