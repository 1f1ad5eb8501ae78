"""What the pages of profiles share."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app
from flask_babel import get_locale

from community.config import Settings
from community.core.db import db
from community.profiles.forms import Offered
from community.profiles.taxonomy import taxonomy

blueprint = Blueprint("profiles", __name__)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def photos_folder() -> Path:
    return settings().instance_dir / "uploads"


def offered() -> Offered:
    return Offered(taxonomy(db.session()), str(get_locale() or "en"))
