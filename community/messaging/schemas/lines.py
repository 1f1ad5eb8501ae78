"""The lines of a conversation on its page: messages and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from markupsafe import Markup

from community.core.actor import Actor
from community.core.text import excerpt, plain_text, trusted
from community.messaging.models import Entry
from community.messaging.schemas.out import CardOut, EntryOut, FileOut, MessageOut, StateOut
from community.messaging.schemas.places import place_of
from community.messaging.schemas.words import notice_words, sign_names, size_words, some_names

QUOTED = 140
"""Characters of a message that are shown where it is quoted."""
GOES_ON_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Quote:
    sequence: int
    name: str
    text: str
    url: str
    """Where it stands: on the same page, or on its own."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A reaction below a message."""

    sign: str
    label: str
    names: str
    count: int
    mine: bool


PREVIEWED = 320
"""Pixels of the longer side of a picture in a conversation, at most."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a message; `preview` says width and height of a picture."""

    name: str
    url: str
    size: str
    preview: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a conversation: a message, or a `notice` (then the fields of messages say nothing)."""

    sequence: int
    name: str
    mine: bool
    created_at: datetime
    by: str
    """Handle of who wrote it."""
    opens_day: datetime | None
    """Set on the first line of a day, in the reader's time zone."""
    goes_on: bool = False
    """Whether it is read as one with the message above: the same author, soon after (GOES_ON_WITHIN)."""
    notice: str = ""
    state: str = "sent"
    body_html: Markup | str = ""
    url: str = ""
    """Where one answers it, reacts, edits, pins, deletes."""
    quote: Quote | None = None
    files: tuple[FileView, ...] = ()
    cards: tuple[CardOut, ...] = ()
    names_reader: bool = False
    """Whether the reader is mentioned in it."""
    signs: tuple[Sign, ...] = ()
    is_edited: bool = False
    is_deleted: bool = False
    is_pinned: bool = False
    expires_at: datetime | None = None
    reason: str | None = None
    readers: tuple[str, ...] = ()
    """Names of who has read it, of those who show it: on the actor's last message, and on a message's own page."""

    @property
    def read_by(self) -> str:
        return some_names(self.readers)

    @property
    def id(self) -> int:
        return self.sequence


def line_views(state: StateOut, actor: Actor) -> tuple[LineView, ...]:
    """The lines of a window, for the actor's page."""
    drawer = _Drawer(state, actor)
    views = []
    above: EntryOut | None = None
    for entry in state.entries:
        if entry.at is None:
            continue
        opens_day = above is None or _day(above) != _day(entry)
        views.append(drawer.line(entry, entry.at, opens_day=opens_day, goes_on=_goes_on(above, entry)))
        above = entry
    return tuple(views)


def _day(entry: EntryOut) -> date | None:
    return entry.at and to_user_timezone(entry.at).date()


def _goes_on(above: EntryOut | None, entry: EntryOut) -> bool:
    """As static/js/talk/together.js has it."""
    if above is None or not (above.message and entry.message and above.at and entry.at and entry.by):
        return False
    return above.by == entry.by and entry.at - above.at <= GOES_ON_WITHIN and _day(above) == _day(entry)


class _Drawer:
    """What all lines of a window share."""

    def __init__(self, state: StateOut, actor: Actor) -> None:
        self._state, self._actor = state, actor
        self._shown = {one.sequence for one in state.entries}
        self._known = {one.sequence: one for one in (*state.quoted, *state.entries)}
        self._people = {one.handle: one.name for one in state.facts.participants or ()}
        self._people |= {one.by: one.by_name or "" for one in self._known.values() if one.by}
        self._pinned = {one.sequence for one in state.facts.pins or ()}
        mine = [one.sequence for one in state.entries if one.message and one.by == actor.handle]
        self._own_last = mine[-1] if mine and not state.newer else 0
        self._labels = sign_names()

    def line(self, entry: EntryOut, at: datetime, *, opens_day: bool, goes_on: bool) -> LineView:
        message = entry.message or MessageOut()
        return LineView(
            sequence=entry.sequence,
            name=name_of(entry),
            mine=entry.by == self._actor.handle,
            created_at=at,
            by=entry.by or "",
            opens_day=at if opens_day else None,
            goes_on=goes_on,
            notice=notice_words(entry),
            body_html=trusted(message.body_html or ""),
            url=url_for("messaging.message", public_id=self._state.conversation, number=entry.sequence),
            quote=self._quote(message.quote),
            files=tuple(self._file(entry.sequence, one) for one in message.files or ()),
            cards=tuple(message.cards or ()),
            names_reader=self._actor.handle in (message.mentions or ()),
            signs=self._signs(message),
            is_edited=message.edited_at is not None,
            is_deleted=message.deleted_at is not None,
            is_pinned=entry.sequence in self._pinned,
            expires_at=message.expires_at,
            readers=self._readers(entry.sequence) if entry.sequence == self._own_last else (),
        )

    def _readers(self, number: int) -> tuple[str, ...]:
        return tuple(self._people[one] for one, read in self._state.read.items() if read >= number)

    def _file(self, number: int, file: FileOut) -> FileView:
        url = url_for("messaging.file", public_id=self._state.conversation, number=number, file_id=file.id)
        preview = None
        if file.width and file.height:
            scale = min(1, PREVIEWED / max(file.width, file.height))
            preview = (max(1, round(file.width * scale)), max(1, round(file.height * scale)))
        return FileView(file.name, url, size_words(file.size), preview)

    def _signs(self, message: MessageOut) -> tuple[Sign, ...]:
        return tuple(
            Sign(
                sign,
                self._labels[sign],
                _(", ").join(self._people.get(one, one) for one in given),
                len(given),
                self._actor.handle in given,
            )
            for sign, given in (message.reactions or {}).items()
        )

    def _quote(self, number: int | None) -> Quote | None:
        quoted = self._known.get(number or 0)
        if quoted is None or quoted.message is None:
            return None
        text = _cut(quoted.message.body_html or "", [one.name for one in quoted.message.files or ()])
        return Quote(
            quoted.sequence, name_of(quoted), text, self._place(quoted.sequence), quoted.message.expires_at
        )

    def _place(self, number: int) -> str:
        if number in self._shown:
            return f"#message-{number}"
        return place_of(self._state.conversation, number, self._state.last_sequence)


def name_of(entry: EntryOut) -> str:
    return entry.by_name or _("A former member")


def quote_of(entry: Entry, url: str) -> Quote:
    """What is shown above the box while one answers a message, and of what is pinned."""
    name = entry.author.display_name if entry.author else _("A former member")
    text = _cut(entry.body_html, [one["name"] for one in entry.data.get("files", ())])
    return Quote(entry.sequence, name, text, url, entry.expires_at)


def _cut(body_html: str, file_names: Sequence[str]) -> str:
    """The beginning of it; of a message without words, the names of its files."""
    words = plain_text(body_html) or _(", ").join(file_names)
    return excerpt(words, QUOTED) or _("This message was deleted.")
