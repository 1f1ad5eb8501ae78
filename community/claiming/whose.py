"""Beside a profile, what can name an entry of an import: somebody who never signed in."""

from __future__ import annotations

from sqlalchemy.orm import InstrumentedAttribute

from community.directory.saved_searches.models import SavedSearchFind
from community.directory.shortlists.models import ShortlistEntry
from community.discussions.models import Reply
from community.profiles.bringing.people.models import PersonKey
from community.relations.models import Block, Follow
from community.stories.models import Byline

Whose = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]

WHOSE: dict[str, Whose] = {
    "byline.member_id": Byline.member_id,
    "reply.author_id": Reply.author_id,
    "person_key.member_id": PersonKey.member_id,
    "follow.followed_id": Follow.followed_id,
    "block.blocked_id": Block.blocked_id,
    "shortlist_entry.member_id": ShortlistEntry.member_id,
    "saved_search_find.member_id": SavedSearchFind.member_id,
}
"""A test compares it with the keys of the database."""

ONCE: dict[str, InstrumentedAttribute[int]] = {
    "byline.member_id": Byline.story_id,
    "follow.followed_id": Follow.member_id,
    "block.blocked_id": Block.member_id,
    "shortlist_entry.member_id": ShortlistEntry.shortlist_id,
    "saved_search_find.member_id": SavedSearchFind.search_id,
}
"""Where a member stands once: what stands there already stays, the entry's goes with the entry."""

PLACE: dict[str, InstrumentedAttribute[int] | InstrumentedAttribute[str]] = {
    **ONCE,
    "shortlist_entry.member_id": ShortlistEntry.id,
    "reply.author_id": Reply.id,
    "person_key.member_id": PersonKey.key,
}
"""By what such a row is found again, whoever it names."""
