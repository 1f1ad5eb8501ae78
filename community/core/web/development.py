"""Pages for whoever builds this, in development only."""

from __future__ import annotations

from flask import Flask, render_template

from community.config import Settings
from community.core.actor import anyone
from community.core.styleguide import sample
from community.core.web.doors import open_to


def init_app(app: Flask, settings: Settings) -> None:
    if settings.environment != "development":
        return

    @app.get("/styleguide", endpoint="core.styleguide")
    @open_to(anyone, limit="120/minute")
    def styleguide() -> str:
        return render_template("core/styleguide.html", **sample())
