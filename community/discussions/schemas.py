"""What comes in by JSON and sockets, and what readers see of a thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from flask_babel import gettext as _
from markupsafe import Markup
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.text import trusted
from community.discussions import queries
from community.discussions.models import Reply, ReplyState, Thread
from community.discussions.queries import ReplyRow
from community.profiles.schemas import PersonLine, initials, person_lines

LEVELS = 6
"""So deep are replies shown inside each other; an answer to one at the last level stands beside it."""

PAGE = 200
"""Replies that are handed out at once to whoever catches up."""


@dataclass(frozen=True, slots=True)
class ReplyNode:
    """A reply on a page. Readers, addresses and forms know it by its number in the thread, not by its key."""

    sequence: int
    author: PersonLine
    body_html: Markup
    created_at: datetime
    depth: int
    parent_id: int | None
    """Number of the reply below which it stands: what it answers, or that one's neighbour at the last level."""
    children_count: int
    """Of all that stands below it."""
    state: str
    may_reply: bool
    evidence_url: str | None = None
    """For editors: where they say of which topic it is evidence."""

    @property
    def id(self) -> int:
        return self.sequence

    @property
    def url(self) -> str:
        return f"#reply-{self.sequence}"


def reply_nodes(
    rows: Sequence[ReplyRow], people: dict[int, PersonLine], may_reply: bool
) -> tuple[ReplyNode, ...]:
    """The tree of a thread, depth first, oldest first at each level; one pass, no recursion."""
    by_id = {row.id: row for row in rows}
    children: dict[int | None, list[ReplyRow]] = defaultdict(list)
    for row in rows:
        children[row.parent_id if row.parent_id in by_id else None].append(row)
    nodes: list[ReplyNode] = []
    below: list[int] = []
    path: list[int] = []  # places in `nodes` of the ancestors of what comes next
    waiting = [(row, 0) for row in reversed(children[None])]
    while waiting:
        row, depth = waiting.pop()
        del path[depth:]
        for place in path:
            below[place] += 1
        nodes.append(_node(row, people, depth, nodes[path[-1]].sequence if path else None, may_reply))
        path.append(len(below))
        below.append(0)
        inside = min(depth + 1, LEVELS - 1)
        waiting.extend((child, inside) for child in reversed(children[row.id]))
    return tuple(replace(node, children_count=below[place]) for place, node in enumerate(nodes))


def with_evidence(
    nodes: Sequence[ReplyNode], rows: Sequence[ReplyRow], slug: str, editor: Actor
) -> tuple[ReplyNode, ...]:
    """For an editor: each visible reply of somebody else with a profile leads to where it can be endorsed."""
    own = {row.sequence for row in rows if row.author_id == editor.id}
    return tuple(
        replace(node, evidence_url=f"/desk/evidence/{slug}/{node.sequence}")
        if node.author.url and node.state == ReplyState.VISIBLE and node.sequence not in own
        else node
        for node in nodes
    )


def _node(
    row: ReplyRow, people: dict[int, PersonLine], depth: int, under: int | None, may_reply: bool
) -> ReplyNode:
    return ReplyNode(
        sequence=row.sequence,
        author=people.get(row.author_id or 0) or _without_account(row.author_name),
        body_html=trusted(row.body_html),
        created_at=row.created_at,
        depth=depth,
        parent_id=under,
        children_count=0,
        state=row.state,
        may_reply=may_reply and row.state == ReplyState.VISIBLE,
    )


def _without_account(name: str) -> PersonLine:
    name = name or _("A former member")
    return PersonLine(name=name, initials=initials(name))


def people_of(session: Session, rows: Sequence[ReplyRow], author_ids: Sequence[int]) -> dict[int, PersonLine]:
    """Whoever writes in the thread; the authors of the story say that they are."""
    people = person_lines(session, {row.author_id for row in rows if row.author_id})
    note = _("author of this story")
    return {id: line.with_note(note) if id in author_ids else line for id, line in people.items()}


ClientId = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$", description="Made by the client, unique to it.")
]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ReplyInput(_Input):
    body: Annotated[str, Field(max_length=40_000, description="Markdown, at most 10,000 characters.")]
    parent: Annotated[int | None, Field(ge=1, description="Number of the reply that is answered.")] = None
    client_id: ClientId


class FollowThread(_Input):
    """Socket event `thread.follow`."""

    story_id: Annotated[int, Field(ge=1, le=2**53)]
    after: Annotated[int, Field(ge=0, le=2**53, description="The last number that the client has.")]


class FollowedOut(BaseModel):
    last_sequence: int = Field(description="Number of the newest reply.")
    is_behind: bool = Field(description="There is more than the client has.")


class ReplyEvent(BaseModel):
    """There is something new; its text is asked for."""

    story_id: int
    sequence: int = Field(description="Number of the reply in its thread.")
    reply_id: int
    author_id: int
    name: str = Field(description="Of its author.")


class ReplyOut(BaseModel):
    """One reply, to readers."""

    sequence: int
    parent: int | None = Field(description="Number of the reply that it answers.")
    author: str | None = Field(description="Handle; null without an account.")
    author_name: str
    body_html: str
    created_at: AwareDatetime


class RepliesOut(BaseModel):
    story: str
    is_open: bool
    last_sequence: int
    replies: list[ReplyOut]
    more: bool = Field(description="There is more after the last of these: ask again with its number.")


def reply_out(reply: Reply, parent: int | None) -> ReplyOut:
    """A reply as every reader may have it."""
    return ReplyOut(
        sequence=reply.sequence,
        parent=parent,
        author=reply.author.handle if reply.author else None,
        author_name=reply.author.display_name if reply.author else reply.author_name,
        body_html=reply.body_html,
        created_at=reply.created_at,
    )


def replies_out(session: Session, slug: str, thread: Thread, after: int) -> RepliesOut:
    """What came after a number, one page of it."""
    found = queries.visible_after(session, thread.story_id, after, PAGE + 1)
    return RepliesOut(
        story=slug,
        is_open=thread.is_open,
        last_sequence=thread.last_sequence,
        replies=[reply_out(reply, parent) for reply, parent in found[:PAGE]],
        more=len(found) > PAGE,
    )
