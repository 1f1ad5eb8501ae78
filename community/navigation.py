"""What every page's head says of its reader: who they are, and what waits for them."""

from __future__ import annotations

from functools import cached_property

from flask import Flask, url_for

from community.core.actor import Actor
from community.core.identity import current_actor


class Reader:
    """The actor, as `base.html` needs them."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self.is_signed_in = actor.is_signed_in
        self.is_editor = actor.is_editor
        self.name = actor.name

    @cached_property
    def profile_url(self) -> str | None:
        return url_for("profiles.show", handle=self._actor.handle) if self.is_signed_in else None

    @cached_property
    def unread_conversations(self) -> int:
        return 0


def init_app(app: Flask) -> None:
    @app.context_processor
    def of_the_reader() -> dict[str, object]:
        return {"actor": Reader(current_actor())}
