"""Comments as replies. Discussions stand above stories, so what keeps them is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.stories.wordpress.body import render_comment, summary
from community.stories.wordpress.export import Comment, Post
from community.stories.wordpress.report import Left


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedReply:
    import_id: str
    parent: str | None
    """Import id of what it answers; None: the story."""
    author_id: int | None
    author_name: str
    """Where no member of ours wrote it."""
    body_html: str
    created_at: datetime
    is_held: bool


KeepReplies = Callable[[Session, int, Sequence[ImportedReply]], int]
"""Add to the thread of a story what it has not yet; parents come before their answers. Returns how many were new."""


def why_left_out(comment: Comment) -> Left | None:
    if comment.kind not in {"comment", "pingback", "trackback"}:
        return Left.OTHER_COMMENTS
    return None if comment.approved in {"0", "1"} else Left.SPAM


def replies_to(
    post: Post, *, base_url: str, members: Mapping[int, int], without_date: datetime
) -> list[ImportedReply]:
    """The comments that come in, parents first, otherwise oldest first.

    An answer to a comment that is left out moves up to what that one answered. `members` are ours by their
    number on the old site: only who was signed in there is known to be who they say.
    """
    every = {comment.wp_id: comment for comment in post.comments}
    kept = {id: comment for id, comment in every.items() if why_left_out(comment) is None}
    parents = {id: _kept_parent(comment, every, kept) for id, comment in kept.items()}
    return [
        ImportedReply(
            import_id=str(id),
            parent=str(parents[id]) if parents[id] else None,
            author_id=members.get(kept[id].user_id),
            author_name=""
            if kept[id].user_id in members
            else (summary(kept[id].author_name) or _("Anonymous"))[:120],
            body_html=render_comment(kept[id].content, base_url=base_url),
            created_at=kept[id].created_at or without_date,
            is_held=kept[id].approved == "0",
        )
        for id in _parents_first(
            sorted(kept, key=lambda id: (kept[id].created_at or without_date, id)), parents
        )
    ]


def _kept_parent(comment: Comment, every: Mapping[int, Comment], kept: Mapping[int, Comment]) -> int:
    """0 where there is none, or where the answers run in a circle."""
    seen = {comment.wp_id}
    parent, found = comment.parent_id, 0
    while parent in every and parent not in seen:
        if parent in kept and not found:
            found = parent
        seen.add(parent)
        parent = every[parent].parent_id
    return 0 if parent in seen else found


def _parents_first(ids: Iterable[int], parents: Mapping[int, int]) -> list[int]:
    placed: dict[int, None] = {}
    for id in ids:
        waiting = []
        while id and id not in placed:
            waiting.append(id)
            id = parents[id]
        placed.update(dict.fromkeys(reversed(waiting)))
    return list(placed)
