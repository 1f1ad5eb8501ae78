"""The blueprint that all pages of topics share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("topics", __name__)
