"""Reads of messaging. Every one starts from the actor's own participation: what is not theirs is not found."""

from __future__ import annotations

from community.messaging.queries.lists import Summary, summaries, unread_conversations
from community.messaging.queries.log import (
    after,
    by_client_id,
    message,
    messages_at,
    reactions_to,
    read_by_all_others,
    window,
)
from community.messaging.queries.mine import participation
from community.messaging.queries.people import (
    Hearer,
    between,
    hearers,
    pair_key,
    present,
    with_whom,
)

__all__ = [
    "Hearer",
    "Summary",
    "after",
    "between",
    "by_client_id",
    "hearers",
    "message",
    "messages_at",
    "pair_key",
    "participation",
    "present",
    "reactions_to",
    "read_by_all_others",
    "summaries",
    "unread_conversations",
    "window",
    "with_whom",
]
