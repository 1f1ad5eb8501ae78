"""The JSON door of messaging."""

from __future__ import annotations

from community.messaging.api import conversations, files, groups, messages, searching
from community.messaging.api.room import blueprint

__all__ = ["blueprint", "conversations", "files", "groups", "messages", "searching"]
