"""Pages of conversations."""

from __future__ import annotations

from community.messaging.views import files, groups, message, reading, requests, searching, starting
from community.messaging.views.room import blueprint

__all__ = ["blueprint", "files", "groups", "message", "reading", "requests", "searching", "starting"]
