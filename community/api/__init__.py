"""What joins the features' JSON doors: `/api/v1`, the OpenAPI document and its page."""

from __future__ import annotations

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Register the JSON doors of all features below /api/v1."""
