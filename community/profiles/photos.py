"""What follows a photo that is no longer shown."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app

from community.core.pictures import forget_picture
from community.profiles.events import PhotoDropped


def delete_dropped(facts: Sequence[PhotoDropped]) -> None:
    """Durable: the files go after the commit that dropped them, so that none is missing before."""
    for fact in facts:
        forget_picture(current_app.extensions["settings"].instance_dir / "uploads", fact.name)
