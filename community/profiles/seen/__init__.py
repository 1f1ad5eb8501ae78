"""The only way from a profile to a reader.

`seen(profile, audience)` is what this audience may see of it, as a frozen value: what they may not see is not in
it, so no template, serializer or index can let it out. Everything that shows, sends, exports or indexes profiles
takes a `Seen` (or, for a line in a list, a `Glance`), never a `Profile`.

Adding an item to profiles: a column or a row, its default in `audiences.py`, its place here (`person.py`, or a shape in
`rows.py`, and a line in `looking.py`), and its canary in `tests/profiles/canaries.py`; a test fails until it has one.
"""

from community.profiles.seen.looking import as_if_open, glance, seen
from community.profiles.seen.person import Glance, Seen, effective_audience
from community.profiles.seen.rows import (
    SeenAffiliation,
    SeenAppearance,
    SeenDisclosure,
    SeenEvidence,
    SeenLanguage,
    SeenLink,
    SeenPlace,
    SeenPublication,
    SeenTopic,
    SeenVariant,
    SeenVerification,
    SeenWindow,
)

__all__ = [
    "Glance",
    "Seen",
    "SeenAffiliation",
    "SeenAppearance",
    "SeenDisclosure",
    "SeenEvidence",
    "SeenLanguage",
    "SeenLink",
    "SeenPlace",
    "SeenPublication",
    "SeenTopic",
    "SeenVariant",
    "SeenVerification",
    "SeenWindow",
    "as_if_open",
    "effective_audience",
    "glance",
    "seen",
]
