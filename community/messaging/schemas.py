"""What comes in by JSON and sockets, and what a participant sees of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from flask import url_for
from flask_babel import format_date, ngettext, to_user_timezone
from flask_babel import gettext as _
from markupsafe import Markup
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.text import excerpt, tidy_line, trusted
from community.messaging import queries
from community.messaging.models import Conversation, Message
from community.profiles.schemas import PersonLine, person_lines

ClientId = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$", description="Made by the client, unique to it.")
]
PublicId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,22}$")]
Sequence = Annotated[int, Field(ge=0, le=2**53)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MessageInput(_Input):
    body: Annotated[str, Field(max_length=40_000)]
    client_id: ClientId


class FirstMessageInput(MessageInput):
    to: Annotated[str, Field(max_length=80, description="Handle of the member to write to.")]


class SendMessage(MessageInput):
    """Socket event `message.send`."""

    conversation: PublicId


class CatchUp(_Input):
    """Socket event `message.since`."""

    conversation: PublicId
    after: Sequence


class ReadInput(_Input):
    sequence: Sequence


class MarkRead(ReadInput):
    """Socket event `conversation.read`."""

    conversation: PublicId


class MessageOut(BaseModel):
    """One message, to participants."""

    sequence: int
    author: str | None = Field(description="Handle; null when the account is gone.")
    author_name: str
    client_id: str | None = Field(description="To its author only.")
    body_html: str
    created_at: AwareDatetime


class MessagesOut(BaseModel):
    conversation: str
    last_sequence: int
    messages: list[MessageOut]
    more: bool = Field(description="There is more after the last of these: ask again with its number.")


class ConversationOut(BaseModel):
    id: str
    title: str
    members: list[str]
    last_sequence: int
    unread: int


class ConversationsOut(BaseModel):
    conversations: list[ConversationOut]


def message_out(message: Message, reader_id: int) -> MessageOut:
    """A message as one participant gets it."""
    return MessageOut(
        sequence=message.sequence,
        author=message.author.handle if message.author else None,
        author_name=message.author.display_name if message.author else "",
        client_id=message.client_id if message.author_id == reader_id else None,
        body_html=message.body_html,
        created_at=message.created_at,
    )


def messages_out(session: Session, actor: Actor, public_id: str, after: int) -> MessagesOut:
    """What the actor missed after a number, one page of it."""
    conversation = queries.participation(session, actor, public_id).conversation
    missed = queries.messages_after(session, conversation, after)
    return MessagesOut(
        conversation=public_id,
        last_sequence=conversation.last_sequence,
        messages=[message_out(one, actor.id) for one in missed],
        more=bool(missed) and missed[-1].sequence < conversation.last_sequence,
    )


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message on a page."""

    id: int
    sequence: int
    author: PersonLine
    mine: bool
    body_html: Markup
    created_at: datetime
    state: str
    opens_day: datetime | None
    """Set on the first message of a day, in the reader's time zone."""
    reason: None = None


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation on its own page; `people` without the reader."""

    public_id: str
    title: str
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation in the list."""

    url: str
    public_id: str
    title: str
    people: tuple[PersonLine, ...]
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


def conversation_lines(
    session: Session, actor: Actor, current: str | None = None
) -> tuple[ConversationLine, ...]:
    """The actor's list of conversations."""
    found = queries.summaries(session, actor)
    people = person_lines(session, {p.member_id for one in found for p in one.conversation.participants})
    today = to_user_timezone(clock.now()).date()
    lines = []
    for one in found:
        view = conversation_view(one.conversation, people, actor)
        lines.append(
            ConversationLine(
                url=url_for("messaging.show", public_id=view.public_id),
                public_id=view.public_id,
                title=view.title,
                people=view.people,
                excerpt=excerpt(tidy_line(one.last_body), 80),
                last_at=one.last_at,
                is_today=to_user_timezone(one.last_at).date() == today,
                last_day=_short_day(one.last_at, today),
                who=names(view.people),
                unread=one.unread,
                current=view.public_id == current,
            )
        )
    return tuple(lines)


def _short_day(moment: datetime, today: date) -> Markup:
    day = to_user_timezone(moment).date()
    pattern = "d MMM" if day.year == today.year else "d MMM y"
    shown = format_date(day, pattern, rebase=False)
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="minutes"), shown)


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


def message_views(
    messages: list[Message], people: dict[int, PersonLine], actor: Actor, read_up_to: int
) -> tuple[MessageView, ...]:
    """Messages for the actor's page."""
    gone = PersonLine(name=_("A former member"))
    views = []
    day: date | None = None
    for one in messages:
        shown = to_user_timezone(one.created_at).date()
        views.append(
            MessageView(
                id=one.sequence,
                sequence=one.sequence,
                author=people.get(one.author_id or 0, gone),
                mine=one.author_id == actor.id,
                body_html=trusted(one.body_html),
                created_at=one.created_at,
                state="read" if one.sequence <= read_up_to else "sent",
                opens_day=one.created_at if shown != day else None,
            )
        )
        day = shown
    return tuple(views)
