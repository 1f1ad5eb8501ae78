"""Pages of topics: for readers, and at the desk."""

from community.topics.views import desk, reading
from community.topics.views.room import blueprint

__all__ = ["blueprint", "desk", "reading"]
