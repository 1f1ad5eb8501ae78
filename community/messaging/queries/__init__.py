"""Reads of messaging. Every one starts from the actor's own participation: what is not theirs is not found."""

from __future__ import annotations

from community.messaging.queries.around import shows_presence, sign_ins_of_others, who_may_be_here
from community.messaging.queries.lists import Box, Summary, count_in, summaries, unread_conversations
from community.messaging.queries.log import (
    Window,
    after,
    count_by,
    message,
    messages_at,
    reactions_to,
    read_marks,
    window,
    window_after,
    window_to_read,
)
from community.messaging.queries.mine import participation
from community.messaging.queries.people import (
    Hearer,
    between,
    group_begun_with,
    hearers,
    is_new_account,
    open_sign_ins,
    other_of,
    pair_key,
    people_named,
    preferences,
    present,
    reached_since,
    talked_with,
    who_know,
    with_whom,
)
from community.messaging.queries.searching import search

__all__ = [
    "Box",
    "Hearer",
    "Summary",
    "Window",
    "after",
    "between",
    "count_by",
    "count_in",
    "group_begun_with",
    "hearers",
    "is_new_account",
    "message",
    "messages_at",
    "open_sign_ins",
    "other_of",
    "pair_key",
    "participation",
    "people_named",
    "preferences",
    "present",
    "reached_since",
    "reactions_to",
    "read_marks",
    "search",
    "shows_presence",
    "sign_ins_of_others",
    "summaries",
    "talked_with",
    "unread_conversations",
    "who_know",
    "who_may_be_here",
    "window",
    "window_after",
    "window_to_read",
    "with_whom",
]
