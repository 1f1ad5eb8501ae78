"""Pages of verification: a member's own, the desk's, and the way to ORCID and back."""

from community.verification.views import desk, mine, orcid
from community.verification.views.room import blueprint

__all__ = ["blueprint", "desk", "mine", "orcid"]
