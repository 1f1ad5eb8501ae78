"""Live subscribers: who hears is read from the database for each event, never remembered by a socket."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from community.core import realtime
from community.core.db import db
from community.core.news import tells
from community.messaging import queries
from community.messaging.events import ConversationRead, EntryLogged, InboxChanged, ParticipantGone
from community.messaging.models import Conversation, Entry, Participant
from community.messaging.queries import Hearer
from community.messaging.rows import NewMessage
from community.messaging.schemas.new import new_quoted, new_written
from community.messaging.schemas.out import (
    EntryEvent,
    GoneEvent,
    InboxEvent,
    PersonOut,
    ReadEvent,
    TypingEvent,
)
from community.messaging.schemas.telling import Reader, Teller

NOBODY = 0

ENTRY = tells("conversation.entry", EntryEvent, to="participants, as far as it is theirs to see")
READ = tells(
    "conversation.read", ReadEvent, to="the reader, and who shows what they read, if the reader does"
)
TYPING = tells("conversation.typing", TypingEvent, to="the other participants who have accepted")
GONE = tells("conversation.gone", GoneEvent, to="the member who left or was taken out")
INBOX = tells("inbox.changed", InboxEvent, to="the member who did it")


def show_entries(events: Sequence[EntryLogged]) -> None:
    """Everybody in a conversation hears of each of its entries, as far as it is theirs to see."""
    session = db.session()
    hearers: dict[int, list[Hearer]] = defaultdict(list)
    for hearer in queries.hearers(session, {one.conversation_id for one in events}):
        hearers[hearer.conversation_id].append(hearer)
    for event in events:
        if heard_by := hearers[event.conversation_id]:
            _show(session, event.message or session.get_one(Entry, event.entry_id), heard_by)


def _show(session: Session, entry: Entry | NewMessage, hearers: Sequence[Hearer]) -> None:
    """Told once for each kind of reader: the author (whose browsers get the client id), and the others by where their
    sight begins."""
    rooms: dict[tuple[str, Reader], list[str]] = defaultdict(list)
    for hearer in hearers:
        if entry.is_unheard and hearer.member_id != entry.author_id:
            continue
        who = hearer.member_id if hearer.member_id == entry.author_id else NOBODY
        reader = Reader(who, hearer.first_sequence)
        rooms[hearer.conversation, reader].append(realtime.sign_in_room(hearer.sign_in_id))
    if isinstance(entry, NewMessage):
        for (conversation, reader), theirs in rooms.items():
            told, quoted = new_written(session, entry, reader), new_quoted(session, entry, reader)
            ENTRY.tell_written({"conversation": conversation, "entry": told, "quoted": quoted}, rooms=theirs)
        return
    people = {one.member_id: PersonOut(handle=one.handle, name=one.name) for one in hearers}
    teller = Teller(session, entry.conversation_id, [entry], people=people, is_new=True)
    for (conversation, reader), theirs in rooms.items():
        news = EntryEvent(
            conversation=conversation, entry=teller.entry(entry, reader), quoted=teller.quoted(reader)
        )
        ENTRY.tell(news, rooms=theirs)


def show_read(events: Sequence[ConversationRead]) -> None:
    """The others see that it was read, where they and the reader show it; the reader's own other browsers drop
    their count."""
    session = db.session()
    for event in events:
        reader = session.get_one(Participant, (event.conversation_id, event.member_id))
        shown_to = {event.member_id, *queries.read_marks(session, reader)}
        news = ReadEvent(
            conversation=reader.conversation.public_id, reader=reader.member.handle, sequence=event.sequence
        )
        hearers = queries.hearers(session, [event.conversation_id])
        rooms = [realtime.sign_in_room(one.sign_in_id) for one in hearers if one.member_id in shown_to]
        READ.tell(news, rooms=rooms)


def show_typing(mine: Participant) -> None:
    """Told as it happens, to the others who are in it, and kept nowhere."""
    news = TypingEvent(conversation=mine.conversation.public_id, writer=mine.member.handle)
    rooms = [realtime.sign_in_room(one) for one in queries.sign_ins_of_others(db.session(), mine)]
    TYPING.tell(news, rooms=rooms)


def show_gone(events: Sequence[ParticipantGone]) -> None:
    """Whoever left, or was removed, is told so and nothing else."""
    for event in events:
        GONE.tell(GoneEvent(conversation=_public_id(event)), rooms=_browsers_of(event.member_id))


def show_inbox(events: Sequence[InboxChanged]) -> None:
    """Their own browsers count and list anew; nobody else is told."""
    for event in events:
        INBOX.tell(InboxEvent(conversation=_public_id(event)), rooms=_browsers_of(event.member_id))


def _public_id(event: ParticipantGone | InboxChanged) -> str:
    return db.session().get_one(Conversation, event.conversation_id).public_id


def _browsers_of(member_id: int) -> list[str]:
    return [realtime.sign_in_room(one) for one in queries.open_sign_ins(db.session(), member_id)]
