"""Telling entries: each as its subject is now, so that applying one twice or late does no harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.messaging import policies, queries
from community.messaging.actions import SIGNS
from community.messaging.models import Conversation, Entry, Kind, Participant
from community.messaging.rows import NewMessage
from community.messaging.schemas.cards import cards_of, links_in
from community.messaging.schemas.out import (
    AttributionOut,
    EntryOut,
    FactsOut,
    FileOut,
    MessageOut,
    NoticeOut,
    PersonOut,
    PinOut,
)

SETS_MESSAGE = {
    Kind.EDITED: {"body_html", "cards", "mentions", "edited_at"},
    Kind.DELETED: {"body_html", "quote", "files", "cards", "mentions", "reactions", "deleted_at"},
    Kind.REACTED: {"reactions"},
}
SETS_FACTS = {
    Kind.DELETED: {"pins"},
    Kind.PINNED: {"pins"},
    Kind.JOINED: {"participants", "attribution"},
    Kind.LEFT: {"participants", "attribution"},
    Kind.RENAMED: {"title"},
    Kind.HISTORY: {"history_from"},
    Kind.ATTRIBUTION: {"attribution"},
    Kind.AGREED: {"attribution"},
    Kind.EXPIRY: {"expires_after_days"},
}


Told = TypeVar("Told", MessageOut, FactsOut)


class Reader(NamedTuple):
    """For whom it is told."""

    member_id: int
    first_sequence: int


class Teller:
    """Some entries of one conversation, with all that is needed to tell them to any of its participants."""

    def __init__(
        self,
        session: Session,
        conversation_id: int,
        entries: Sequence[Entry | NewMessage],
        *,
        people: Mapping[int, PersonOut] = {},
        is_new: bool = False,
    ) -> None:
        """`people` are those who are known already. Of entries that are new, nobody has had a sign for them yet."""
        self.entries = entries
        self._session, self._conversation_id = session, conversation_id
        self._now = clock.now()
        self._messages: dict[int, Entry | NewMessage] = {
            one.sequence: one for one in entries if one.kind == Kind.MESSAGE
        }
        wanted = {one.target for one in entries if one.target} | {
            one.quote for one in self._messages.values() if one.quote
        }
        new = set(self._messages) if is_new else set()
        self._messages |= _messages(session, conversation_id, wanted - self._messages.keys())
        self._reactions = _reactions(session, conversation_id, self._messages.keys() - new)
        self._cards = cards_of(session, (one.body_html for one in self._messages.values()))
        self._people = dict(people)
        self._meet(self._ids())

    def told(self, reader: Reader) -> list[EntryOut]:
        """All of the entries, in order."""
        return [self.entry(one, reader) for one in self.entries]

    def quoted(self, reader: Reader) -> list[EntryOut]:
        """What the entries quote and what is not among them, as far as the reader may see it."""
        quotes = {one.quote for one in self.entries if one.quote}
        wanted = sorted(quotes - {one.sequence for one in self.entries}) if quotes else []
        found = [self._messages[number] for number in wanted if number in self._messages]
        return [self.entry(one, reader) for one in found if self._may_see(one, reader)]

    def entry(self, entry: Entry | NewMessage, reader: Reader) -> EntryOut:
        """One entry; its number only, when nothing else is the reader's to see."""
        if not self._may_see(entry, reader):
            return EntryOut(sequence=entry.sequence, kind=Kind.BLANK)
        by = self._people.get(entry.author_id or 0)
        told = EntryOut(
            sequence=entry.sequence,
            kind=entry.kind,
            by=by.handle if by else None,
            by_name=by.name if by else "",
            at=entry.created_at,
        )
        kind = Kind(entry.kind)
        if kind == Kind.MESSAGE:
            told.message = self.message(entry)
            if entry.author_id == reader.member_id:
                told.client_id = entry.client_id
        elif kind not in {Kind.EDITED, Kind.DELETED, Kind.REACTED, Kind.PINNED}:
            told.notice = self._notice(entry)
        if kind in SETS_MESSAGE and entry.target in self._messages:
            told.target = entry.target
            told.set_message = _only(self.message(self._messages[entry.target]), SETS_MESSAGE[kind])
        if kind in SETS_FACTS:
            told.set_conversation = _only(self.facts(reader), SETS_FACTS[kind])
        return told

    def message(self, entry: Entry | NewMessage) -> MessageOut:
        """The message as it reads now."""
        return MessageOut(
            body_html=entry.body_html,
            quote=entry.quote,
            files=[FileOut(**one) for one in entry.data.get("files", ())],
            cards=[self._cards[link] for link in links_in(entry.body_html) if link in self._cards],
            mentions=[handle for id in entry.data.get("mentions", ()) if (handle := self._handle(id))],
            reactions=self._signs(entry.sequence),
            edited_at=entry.edited_at,
            deleted_at=entry.deleted_at,
            expires_at=entry.expires_at,
        )

    def facts(self, reader: Reader) -> FactsOut:
        """What is true of the conversation now."""
        conversation = self._session.get_one(Conversation, self._conversation_id)
        participants = queries.present(self._session, conversation.id)
        self._meet({pin["by"] for pin in conversation.pins})
        return FactsOut(
            title=conversation.title,
            is_group=conversation.is_group,
            participants=[_person(one.member) for one in participants],
            attribution=AttributionOut(
                rule=conversation.attribution,
                sequence=conversation.attribution_sequence,
                agreed=[
                    one.member.handle
                    for one in participants
                    if one.agreed_sequence >= conversation.attribution_sequence
                ],
            ),
            expires_after_days=conversation.expires_after_days,
            history_from=conversation.history_from,
            pins=[
                PinOut(
                    sequence=pin["sequence"],
                    by=self._handle(pin["by"]),
                    at=pin["at"],
                    expires_at=pin.get("expires_at"),
                )
                for pin in policies.pins_seen(conversation, reader.first_sequence, self._now)
            ],
        )

    def _may_see(self, entry: Entry | NewMessage, reader: Reader) -> bool:
        if not policies.may_see(entry, reader.member_id, reader.first_sequence, self._now):
            return False
        target = self._messages.get(entry.target or 0)
        return target is None or policies.may_see(target, reader.member_id, reader.first_sequence, self._now)

    def _notice(self, entry: Entry | NewMessage) -> NoticeOut:
        said = {name: value for name, value in entry.data.items() if name in NoticeOut.model_fields}
        if "members" in said:
            said["members"] = [self._people[one] for one in said["members"] if one in self._people]
        return NoticeOut(**said)

    def _signs(self, number: int) -> dict[str, list[str]]:
        given: dict[str, list[str]] = defaultdict(list)
        for sign, member_id in self._reactions.get(number, ()):
            if handle := self._handle(member_id):
                given[sign].append(handle)
        return {sign: given[sign] for sign in SIGNS if sign in given}

    def _handle(self, member_id: int | None) -> str | None:
        person = self._people.get(member_id or 0)
        return person.handle if person else None

    def _ids(self) -> set[int]:
        ids = _named_in((*self.entries, *self._messages.values()))
        return ids | {member_id for signs in self._reactions.values() for _, member_id in signs}

    def _meet(self, ids: set[int]) -> None:
        self._people |= _people(self._session, ids - self._people.keys())


def reader_of(mine: Participant) -> Reader:
    return Reader(mine.member_id, mine.first_sequence)


def _only(whole: Told, fields: set[str]) -> Told:
    """The same shape with these fields set and no others."""
    return type(whole)(**{name: getattr(whole, name) for name in fields})


def _messages(
    session: Session, conversation_id: int, numbers: Collection[int]
) -> dict[int, Entry | NewMessage]:
    if not numbers:
        return {}
    found = session.scalars(
        select(Entry).where(
            Entry.conversation_id == conversation_id,
            Entry.kind == Kind.MESSAGE,
            Entry.sequence.in_(numbers),
        )
    )
    return {one.sequence: one for one in found}


def _reactions(
    session: Session, conversation_id: int, numbers: Collection[int]
) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for one in queries.reactions_to(session, conversation_id, numbers):
        found[one.sequence].append((one.sign, one.member_id))
    return found


def _named_in(entries: Iterable[Entry | NewMessage]) -> set[int]:
    ids: set[int] = set()
    for one in entries:
        if one.author_id:
            ids.add(one.author_id)
        ids.update(one.data.get("members", ()), one.data.get("mentions", ()))
    return ids


def _people(session: Session, ids: Collection[int]) -> dict[int, PersonOut]:
    if not ids:
        return {}
    rows = session.execute(select(Member.id, Member.handle, Member.display_name).where(Member.id.in_(ids)))
    return {id: PersonOut(handle=handle, name=name) for id, handle, name in rows}


def _person(member: Member) -> PersonOut:
    return PersonOut(handle=member.handle, name=member.display_name)
