"""Pages of profiles: for readers, and for who writes their own."""

from community.profiles.views import reading, works, writing
from community.profiles.views.room import blueprint

__all__ = ["blueprint", "reading", "works", "writing"]
