"""The blueprint that all pages of stories share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("stories", __name__)
