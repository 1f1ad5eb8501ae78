"""Pages of stories: for readers, for editors, for machines that read."""

from community.stories.views import desk, feeds, reading
from community.stories.views.room import blueprint

__all__ = ["blueprint", "desk", "feeds", "reading"]
