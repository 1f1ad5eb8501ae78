"""What every page's head and foot say: who the reader is, what waits for them, whether this is a demo."""

from __future__ import annotations

from functools import cached_property

from flask import Flask, url_for

from community.accounts.views import awaits_administrator
from community.config import Settings
from community.core.actor import Actor
from community.core.db import db
from community.core.identity import current_actor
from community.demo.reading import DEMO_MARK
from community.messaging.queries import unread_conversations


class Reader:
    """The actor, as `base.html` needs them."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self.is_signed_in = actor.is_signed_in
        self.is_editor = actor.is_editor
        self.name = actor.name
        self.handle = actor.handle
        self.time_zone = actor.time_zone or "UTC"

    @cached_property
    def profile_url(self) -> str | None:
        return url_for("profiles.show", handle=self._actor.handle) if self.is_signed_in else None

    @cached_property
    def unread_conversations(self) -> int:
        return unread_conversations(db.session(), self._actor) if self.is_signed_in else 0


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    mark = settings.instance_dir / DEMO_MARK

    @app.context_processor
    def of_every_page() -> dict[str, object]:
        return {
            "actor": Reader(current_actor()),
            "is_demo": mark.exists(),
            "needs_administrator": awaits_administrator(),
        }
