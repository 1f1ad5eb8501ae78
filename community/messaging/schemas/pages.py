"""A conversation on its page: its head, its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, to_user_timezone
from markupsafe import Markup

from community.core.actor import Actor
from community.core.text import excerpt, plain_text, trusted
from community.messaging.models import Conversation, Entry
from community.messaging.queries.log import PAGE
from community.messaging.schemas.out import EntryOut, MessageOut, StateOut
from community.messaging.schemas.words import sign_names
from community.profiles.schemas import PersonLine

QUOTED = 140
"""Characters of a message that are shown where it is quoted."""


@dataclass(frozen=True, slots=True)
class Quote:
    sequence: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A reaction below a message."""

    sign: str
    label: str
    names: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a conversation: a message."""

    sequence: int
    name: str
    mine: bool
    created_at: datetime
    opens_day: datetime | None
    """Set on the first line of a day, in the reader's time zone."""
    state: str
    body_html: Markup
    url: str
    """Where one answers it, reacts, edits, pins, deletes."""
    quote: Quote | None = None
    signs: tuple[Sign, ...] = ()
    is_edited: bool = False
    is_deleted: bool = False
    is_pinned: bool = False
    reason: str | None = None

    @property
    def id(self) -> int:
        return self.sequence


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation on its own page; `people` without the reader."""

    public_id: str
    title: str
    people: tuple[PersonLine, ...]


def conversation_view(
    conversation: Conversation, people: dict[int, PersonLine], actor: Actor
) -> ConversationView:
    """Named by its title, else by the others in it."""
    others = tuple(
        people[one.member_id]
        for one in conversation.participants
        if one.member_id != actor.id and one.left_at is None
    )
    return ConversationView(conversation.public_id, conversation.title or names(others), others)


def names(people: tuple[PersonLine, ...]) -> str:
    """ "Awa Ndiaye, Omar El-Sayed and 2 others"."""
    if not people:
        return _("Only you")
    shown = _(", ").join(person.name for person in people[:3])
    more = len(people) - 3
    return shown if more <= 0 else shown + " " + ngettext("and %(num)d other", "and %(num)d others", more)


def line_views(state: StateOut, actor: Actor, read_up_to: int) -> tuple[LineView, ...]:
    """The lines of a window, for the actor's page."""
    known = {one.sequence: one for one in (*state.quoted, *state.entries)}
    people = {one.handle: one.name for one in state.facts.participants or ()}
    people |= {one.by: one.by_name or "" for one in known.values() if one.by}
    pinned = {one.sequence for one in state.facts.pins or ()}
    views = []
    day: date | None = None
    for entry in state.entries:
        if entry.at is None or entry.message is None:
            continue
        shown = to_user_timezone(entry.at).date()
        message = entry.message
        views.append(
            LineView(
                sequence=entry.sequence,
                name=name_of(entry),
                mine=entry.by == actor.handle,
                created_at=entry.at,
                opens_day=entry.at if shown != day else None,
                state="read" if entry.sequence <= read_up_to else "sent",
                body_html=trusted(message.body_html or ""),
                url=url_for("messaging.message", public_id=state.conversation, number=entry.sequence),
                quote=_quote(known.get(message.quote or 0)),
                signs=_signs(message, people, actor),
                is_edited=message.edited_at is not None,
                is_pinned=entry.sequence in pinned,
                is_deleted=message.deleted_at is not None,
            )
        )
        day = shown
    return tuple(views)


def _signs(message: MessageOut, people: dict[str, str], actor: Actor) -> tuple[Sign, ...]:
    labels = sign_names()
    return tuple(
        Sign(
            sign,
            labels[sign],
            _(", ").join(people.get(one, one) for one in given),
            len(given),
            actor.handle in given,
        )
        for sign, given in (message.reactions or {}).items()
    )


def name_of(entry: EntryOut) -> str:
    return entry.by_name or _("A former member")


def address_of(conversation: Conversation, number: int) -> str:
    """The page on which this line stands, at the line."""
    on_last_page = number > conversation.last_sequence - PAGE
    return url_for(
        "messaging.show",
        public_id=conversation.public_id,
        before=None if on_last_page else number + PAGE // 2,
        _anchor=f"message-{number}",
    )


def quote_of(entry: Entry) -> Quote:
    """What is shown above the box while one answers a message."""
    name = entry.author.display_name if entry.author else _("A former member")
    return Quote(entry.sequence, name, _cut(entry.body_html))


def _quote(quoted: EntryOut | None) -> Quote | None:
    if quoted is None or quoted.message is None:
        return None
    return Quote(quoted.sequence, name_of(quoted), _cut(quoted.message.body_html or ""))


def _cut(body_html: str) -> str:
    return excerpt(plain_text(body_html), QUOTED) or _("This message was deleted.")
