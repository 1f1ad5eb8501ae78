"""Pages of conversations."""

from __future__ import annotations

from community.messaging.views import message, reading, starting
from community.messaging.views.room import blueprint

__all__ = ["blueprint", "message", "reading", "starting"]
