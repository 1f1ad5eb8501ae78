"""The blueprint."""

from __future__ import annotations

from apiflask import APIBlueprint

blueprint = APIBlueprint("messaging_api", __name__, tag="Conversations")
