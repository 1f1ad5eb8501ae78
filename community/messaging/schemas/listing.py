"""The list of conversations, as pages and programs get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import format_date, to_user_timezone
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.text import excerpt, plain_text
from community.messaging import queries
from community.messaging.policies import is_mentioned
from community.messaging.queries import Box, Summary
from community.messaging.queries.lists import PAGE
from community.messaging.schemas.out import ConversationOut, ConversationsOut, InboxOut
from community.messaging.schemas.pages import named, names
from community.profiles.schemas import PersonLine, person_lines

NEW = "new"
"""Where reading goes on, on the page of a conversation with something new in it."""


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation in the list."""

    url: str
    public_id: str
    title: str
    people: tuple[PersonLine, ...]
    said_by: str
    """Who said the last words, where the title does not say it: the reader, or one of a group."""
    excerpt: str
    last_at: datetime
    is_today: bool
    """In the reader's time zone."""
    last_day: Markup
    """The day of `last_at`, short: "23 Nov", with its year when that is not this one."""
    who: str
    """The others in it, for a conversation whose title does not name them."""
    unread: int
    current: bool
    is_muted: bool = False
    is_mentioned: bool = False
    is_marked: bool = False
    """Marked unread by the reader."""


def conversation_lines(
    session: Session,
    actor: Actor,
    current: str | None = None,
    *,
    box: Box = Box.INBOX,
    page: int = 1,
    limit: int = PAGE,
) -> tuple[ConversationLine, ...]:
    """A page of the actor's conversations in a box."""
    found = queries.summaries(session, actor, box, page=page, limit=limit)
    people = person_lines(session, {p.member_id for one in found for p in one.conversation.participants})
    today = to_user_timezone(clock.now()).date()
    lines = []
    for one in found:
        title, others = named(one.conversation, people, actor)
        public_id = one.conversation.public_id
        lines.append(
            ConversationLine(
                url=url_for("messaging.show", public_id=public_id, _anchor=NEW if one.unread else None),
                public_id=public_id,
                title=title,
                people=others,
                said_by=_said_by(one, others, people, actor),
                excerpt=_excerpt(one),
                last_at=one.last_at,
                is_today=to_user_timezone(one.last_at).date() == today,
                last_day=_short_day(one.last_at, today),
                who=names(others),
                unread=one.unread,
                current=public_id == current,
                is_muted=one.mine.is_muted,
                is_mentioned=is_mentioned(one.mine),
                is_marked=one.mine.is_marked_unread,
            )
        )
    return tuple(lines)


def conversations_out(
    session: Session, actor: Actor, *, box: Box = Box.INBOX, page: int = 1
) -> ConversationsOut:
    """The same for programs."""
    found = queries.summaries(session, actor, box, page=page)
    people = person_lines(session, {p.member_id for one in found for p in one.conversation.participants})
    return ConversationsOut(
        **inbox_out(session, actor).model_dump(),
        conversations=[
            ConversationOut(
                id=one.conversation.public_id,
                title=named(one.conversation, people, actor)[0],
                members=[
                    part.member.handle for part in one.conversation.participants if part.left_at is None
                ],
                last_sequence=one.conversation.last_sequence,
                unread=one.unread,
                is_mentioned=is_mentioned(one.mine),
                is_muted=one.mine.is_muted,
                is_marked_unread=one.mine.is_marked_unread,
            )
            for one in found
        ],
    )


def inbox_out(session: Session, actor: Actor) -> InboxOut:
    """How much waits for the actor."""
    return InboxOut(
        unread=queries.unread_conversations(session, actor),
        requests=queries.count_in(session, actor, Box.REQUESTS),
    )


def _said_by(
    summary: Summary, others: tuple[PersonLine, ...], people: dict[int, PersonLine], actor: Actor
) -> str:
    if summary.last is None or summary.last.deleted_at is not None:
        return ""
    if summary.last.author_id == actor.id:
        return _("You")
    author = people.get(summary.last.author_id or 0)
    return author.name if author and len(others) > 1 else ""


def _excerpt(summary: Summary) -> str:
    if summary.last is None:
        return ""
    if summary.last.deleted_at is not None:
        return _("This message was deleted.")
    words = plain_text(summary.last.body_html)
    return excerpt(words or _(", ").join(one["name"] for one in summary.last.data.get("files", ())), 80)


def _short_day(moment: datetime, today: date) -> Markup:
    day = to_user_timezone(moment).date()
    pattern = "d MMM" if day.year == today.year else "d MMM y"
    shown = format_date(day, pattern, rebase=False)
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="minutes"), shown)
