"""The style guide: every component in every state, in three scripts, for whoever builds this; in development only.

It draws what the features' own presenters give, so that a component that asks for more is seen to here at once. The
texts are invented, which is why they do not go through gettext.
"""

from __future__ import annotations

from flask import Flask, render_template

from community.config import Settings
from community.core.actor import anyone
from community.core.web.doors import open_to
from community.styleguide import directory, people, stories, talk
from community.styleguide.forms import ProfileForm, refused


def init_app(app: Flask, settings: Settings) -> None:
    """The page at /styleguide, where the settings say that this is a development."""
    if settings.environment != "development":
        return

    @app.get("/styleguide", endpoint="styleguide")
    @open_to(anyone, limit="120/minute")
    def styleguide() -> str:
        return render_template("styleguide/index.html", **_sample())


def _sample() -> dict[str, object]:
    """The variables of styleguide/index.html; the forms have prefixes so that ids differ."""
    return {
        "sample": {
            "people": people.EVERYBODY,
            "cards": stories.cards(),
            "arabic_card": stories.arabic_card(),
            "replies": stories.replies(),
            "facets": directory.facets(),
            "hits": directory.hits(),
            "messages": talk.messages(),
            "conversations": talk.conversations(),
        },
        "now": people.NOW,
        "form": ProfileForm(prefix="fresh-"),
        "answer_form": ProfileForm(prefix="answer-"),
        "refused_form": refused(),
    }
