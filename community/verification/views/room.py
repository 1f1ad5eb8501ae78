"""The blueprint that all pages of verification share."""

from __future__ import annotations

from flask import Blueprint, current_app

from community.config import Settings
from community.verification.orcid import is_configured

blueprint = Blueprint("verification", __name__)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@blueprint.app_context_processor
def lend() -> dict[str, object]:
    """The sign-in page offers ORCID where it is configured, and may not know this feature."""
    return {"orcid_is_configured": is_configured(settings())}
