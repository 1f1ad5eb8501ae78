"""Pages of conversations."""

from __future__ import annotations

from community.messaging.views import groups, message, reading, requests, starting
from community.messaging.views.room import blueprint

__all__ = ["blueprint", "groups", "message", "reading", "requests", "starting"]
