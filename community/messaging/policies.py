"""Who may see and do what in a conversation: facts in, decision out."""

from __future__ import annotations

from datetime import datetime, timedelta

from community.messaging.models import Entry, Kind

EDITED_WITHIN = timedelta(minutes=15)


def may_see(entry: Entry, member_id: int, first_sequence: int, now: datetime) -> bool:
    """Whether this participant may read the entry; `queries.log.seen_by` is the same as a condition."""
    if entry.kind == Kind.BLANK or has_expired(entry, now):
        return False
    if entry.is_unheard and entry.author_id != member_id:
        return False
    return entry.sequence >= first_sequence and (entry.target is None or entry.target >= first_sequence)


def has_expired(entry: Entry, now: datetime) -> bool:
    return entry.expires_at is not None and entry.expires_at <= now


def may_edit(entry: Entry, member_id: int, now: datetime) -> bool:
    """Its author, for a while; a deleted one has nothing to edit."""
    return may_delete(entry, member_id) and now - entry.created_at <= EDITED_WITHIN


def may_delete(entry: Entry, member_id: int) -> bool:
    return entry.author_id == member_id and entry.deleted_at is None
